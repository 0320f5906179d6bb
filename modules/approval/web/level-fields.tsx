import type { ReactElement } from 'react';
import { listRoles } from '#modules/staff/contract.ts';
import { hasText, translate, useText } from '#platform/web/i18n.ts';
import { Button, Form, Input, InputNumber, Select } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type FlowLevel, type LevelRule, type SignerSpec, timeoutActions, timeoutClocks } from '../contract.ts';
import { PersonSelect } from './person-select.tsx';

export const newLevel = (): FlowLevel => ({
  name: '',
  nameEn: '',
  rule: { kind: 'all' },
  signers: [{ kind: 'manager', of: 'requester', steps: 1 }],
  timeoutMinutes: 240,
  timeoutIn: 'working',
  onTimeout: 'remind',
});

const ruleKinds = ['all', 'any', 'count', 'percent'] as const;

const ruleOf = (kind: LevelRule['kind'], number: number): LevelRule => {
  if (kind === 'count') return { kind, count: Math.min(number, 30) };
  return kind === 'percent' ? { kind, percent: Math.min(number, 100) } : { kind };
};

const numberOf = (rule: LevelRule): number => {
  if (rule.kind === 'count') return rule.count;
  return rule.kind === 'percent' ? rule.percent : 2;
};

/** Roles carry their words in the texts of staff. */
const roleWord = (key: string): string => (hasText('staff', `roles.${key}`) ? translate('staff', `roles.${key}`) : key);

const signerKinds = ['manager', 'role', 'person'] as const;

type SignersProps = {
  readonly id: string;
  readonly signers: readonly SignerSpec[];
  readonly onChange: (signers: SignerSpec[]) => void;
};

/** One way of naming people a level: heads, a role, or people by name. */
const Signers = ({ id, signers, onChange }: SignersProps): ReactElement => {
  const t = useText('approval');
  const roles = useRoute(listRoles, {}, { staleMs: 300_000 }).data?.items ?? [];
  const first = signers[0] ?? { kind: 'manager', of: 'requester', steps: 1 };
  const choose = (kind: SignerSpec['kind']): void => {
    if (kind === 'manager') onChange([{ kind, of: 'requester', steps: 1 }]);
    else onChange(kind === 'role' ? [{ kind, roleKey: 'supervisor', departmentId: null }] : []);
  };
  const people = signers.flatMap((spec) => (spec.kind === 'person' ? [spec.personId] : []));
  const kind = signers.length === 0 ? 'person' : first.kind;
  return (
    <Form.Item label={t('level.signers')} htmlFor={id}>
      <div className="row wrap">
        <Select
          id={id}
          value={kind}
          onChange={choose}
          options={signerKinds.map((each) => ({ value: each, label: t(`level.by.${each}`) }))}
          style={{ width: 140 }}
        />
        {first.kind === 'manager' && signers.length > 0 ? (
          <Select
            aria-label={t('level.steps')}
            value={first.steps}
            onChange={(steps) => onChange([{ ...first, steps }])}
            options={[1, 2, 3].map((each) => ({ value: each, label: t('level.step', { count: each }) }))}
            style={{ width: 160 }}
          />
        ) : null}
        {first.kind === 'role' && signers.length > 0 ? (
          <Select
            aria-label={t('level.role')}
            value={first.roleKey}
            onChange={(roleKey) => onChange([{ ...first, roleKey }])}
            options={roles.map((role) => ({ value: role.key, label: roleWord(role.key) }))}
            style={{ width: 160 }}
          />
        ) : null}
        {kind === 'person' ? (
          <div style={{ flex: 1, minWidth: 200 }}>
            <PersonSelect
              id={`${id}-people`}
              several
              value={people}
              onChange={(ids) => onChange(ids.map((personId) => ({ kind: 'person', personId })))}
              placeholder={t('whoHint')}
            />
          </div>
        ) : null}
      </div>
    </Form.Item>
  );
};

type LevelProps = {
  readonly level: FlowLevel;
  readonly place: number;
  readonly onChange: (level: FlowLevel | null) => void;
};

export const LevelFields = ({ level, place, onChange }: LevelProps): ReactElement => {
  const t = useText('approval');
  const change = (next: Partial<FlowLevel>): void => onChange({ ...level, ...next });
  const { rule } = level;
  const id = `level-${place}`;
  return (
    <fieldset className="ap-level-form">
      <legend className="row">
        <b>{t('level.place', { place })}</b>
        <Button size="s" onClick={() => onChange(null)} aria-label={t('level.drop', { place })}>
          {t('platform:delete')}
        </Button>
      </legend>
      <div className="ap-pair">
        <Form.Item label={t('flow.name')} htmlFor={`${id}-name`} required>
          <Input
            id={`${id}-name`}
            maxLength={60}
            value={level.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('level.rule')} htmlFor={`${id}-rule`}>
          <div className="row">
            <Select
              id={`${id}-rule`}
              value={rule.kind}
              onChange={(kind) => change({ rule: ruleOf(kind, kind === 'percent' ? 50 : 2) })}
              options={ruleKinds.map((each) => ({ value: each, label: t(`level.rules.${each}`) }))}
              style={{ flex: 1 }}
            />
            {rule.kind === 'count' || rule.kind === 'percent' ? (
              <InputNumber
                aria-label={t(`level.rules.${rule.kind}`)}
                min={1}
                max={rule.kind === 'count' ? 30 : 100}
                value={numberOf(rule)}
                onChange={(value) => change({ rule: ruleOf(rule.kind, value ?? 1) })}
                style={{ width: 72 }}
              />
            ) : null}
          </div>
        </Form.Item>
      </div>
      <Signers id={`${id}-signers`} signers={level.signers} onChange={(signers) => change({ signers })} />
      <div className="ap-pair">
        <Form.Item label={t('level.timeout')} htmlFor={`${id}-timeout`}>
          <InputNumber
            id={`${id}-timeout`}
            min={5}
            max={525_600}
            value={level.timeoutMinutes}
            placeholder={t('level.noTimeout')}
            onChange={(value) => change({ timeoutMinutes: value })}
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item label={t('level.timeoutIn')} htmlFor={`${id}-in`}>
          <Select
            id={`${id}-in`}
            value={level.timeoutIn}
            disabled={level.timeoutMinutes === null}
            onChange={(timeoutIn) => change({ timeoutIn })}
            options={timeoutClocks.map((each) => ({ value: each, label: t(`level.clocks.${each}`) }))}
          />
        </Form.Item>
        <Form.Item label={t('level.onTimeout')} htmlFor={`${id}-on`}>
          <Select
            id={`${id}-on`}
            value={level.onTimeout}
            disabled={level.timeoutMinutes === null}
            onChange={(onTimeout) => change({ onTimeout })}
            options={timeoutActions.map((each) => ({ value: each, label: t(`level.on.${each}`) }))}
          />
        </Form.Item>
      </div>
    </fieldset>
  );
};
