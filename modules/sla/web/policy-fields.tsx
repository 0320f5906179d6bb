import type { ReactElement, ReactNode } from 'react';
import { channelSchema } from '#modules/ticket/contract.ts';
import { useCategoryTree, useDepartmentTree, useLocalName } from '#modules/ticket/web/index.ts';
import { durationWords } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Form, Input, InputNumber, kinds, Select, Switch, TreeSelect } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { listProfiles, type Policy, type ProfileView } from '../contract.ts';

export type PolicyDraft = Omit<Policy, 'id'>;
export type Conditions = Pick<PolicyDraft, 'kind' | 'level' | 'categoryKey' | 'channel' | 'departmentId'>;
export type Change<Part> = (part: Partial<Part>) => void;

const minutes = (value: number): string => durationWords(value * 60_000);

type FieldProps = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
};

const Field = ({ id, label, hint, children }: FieldProps): ReactElement => (
  <Form.Item label={label} htmlFor={id} extra={hint}>
    {children}
  </Form.Item>
);

type ConditionProps = {
  readonly id: string;
  readonly values: Conditions;
  readonly onChange: Change<Conditions>;
  /** For a trial, where a ticket has a kind and a level. */
  readonly demanded?: boolean;
};

/** Which tickets: what is left open asks for nothing. */
export const ConditionFields = ({ id, values, onChange, demanded = false }: ConditionProps): ReactElement => {
  const t = useText('sla');
  const words = useText('platform');
  const categories = useCategoryTree();
  const departments = useDepartmentTree();
  const any = t('policy.any');
  return (
    <div className="spair">
      <Field id={`${id}-kind`} label={t('policy.kind')}>
        <Select
          id={`${id}-kind`}
          allowClear={!demanded}
          placeholder={any}
          value={values.kind}
          options={kinds.map((kind) => ({ value: kind, label: words(`kind.${kind}`) }))}
          onChange={(kind) => onChange({ kind: kind ?? null })}
        />
      </Field>
      <Field id={`${id}-level`} label={t('policy.level')}>
        <Select
          id={`${id}-level`}
          allowClear={!demanded}
          placeholder={any}
          value={values.level}
          options={[1, 2, 3].map((level) => ({ value: level, label: words(`level.${level}`) }))}
          onChange={(level) => onChange({ level: level ?? null })}
        />
      </Field>
      <Field id={`${id}-category`} label={t('policy.category')}>
        <TreeSelect
          id={`${id}-category`}
          allowClear
          placeholder={any}
          treeData={categories}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          value={values.categoryKey ?? undefined}
          onChange={(next: string | null | undefined) => onChange({ categoryKey: next ?? null })}
        />
      </Field>
      <Field id={`${id}-channel`} label={t('policy.channel')}>
        <Select
          id={`${id}-channel`}
          allowClear
          placeholder={any}
          value={values.channel}
          options={channelSchema.options.map((channel) => ({ value: channel, label: t(`ticket:channel.${channel}`) }))}
          onChange={(channel: string | null | undefined) => onChange({ channel: channel ?? null })}
        />
      </Field>
      <Field id={`${id}-department`} label={t('policy.department')}>
        <TreeSelect
          id={`${id}-department`}
          allowClear
          placeholder={any}
          treeData={departments}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          value={values.departmentId ?? undefined}
          onChange={(next: string | null | undefined) => onChange({ departmentId: next ?? null })}
        />
      </Field>
    </div>
  );
};

type NumberProps = {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly max: number;
  readonly min: number;
  readonly value: number;
  readonly hint: string;
  readonly onChange: (value: number) => void;
};

const NumberField = ({ id, label, unit, min, max, value, hint, onChange }: NumberProps): ReactElement => (
  <Field id={id} label={label} hint={hint}>
    <span className="row">
      <InputNumber
        id={id}
        min={min}
        max={max}
        value={value}
        onChange={(next) => onChange(next ?? min)}
        style={{ width: 140 }}
      />
      <span className="t2">{unit}</span>
    </span>
  </Field>
);

type PromiseProps = { readonly draft: PolicyDraft; readonly onChange: Change<PolicyDraft> };

/** A profile without a confirmed clock that begins with the ticket would promise nothing. */
const promisesNothing = ({ spec }: ProfileView): boolean =>
  !spec.clocks.some((clock) => clock.confirmed && clock.from === 'opened');

/** What is promised: the clocks of a profile, or two lengths. */
export const PromiseFields = ({ draft, onChange }: PromiseProps): ReactElement => {
  const t = useText('sla');
  const nameOf = useLocalName();
  const profiles = useRoute(listProfiles, {}).data?.items ?? [];
  const { firstReplyMinutes, resolveMinutes, warnFraction, profileKey } = draft;
  return (
    <>
      <Field id="sla-profile" label={t('policy.profile')} hint={t('policy.profileHint')}>
        <Select
          id="sla-profile"
          allowClear
          placeholder={t('policy.noProfile')}
          value={profileKey}
          options={profiles.map((one) => ({
            value: one.key,
            label: promisesNothing(one) ? `${nameOf(one.spec)} · ${t('profile.draft')}` : nameOf(one.spec),
            disabled: promisesNothing(one),
          }))}
          onChange={(next: string | null | undefined) => onChange({ profileKey: next ?? null })}
        />
      </Field>
      {profileKey === null ? (
        <>
          <NumberField
            id="sla-first"
            label={t('clock.first_reply')}
            unit={t('policy.minutes')}
            min={1}
            max={525_600}
            value={firstReplyMinutes}
            hint={minutes(firstReplyMinutes)}
            onChange={(value) => onChange({ firstReplyMinutes: value })}
          />
          <NumberField
            id="sla-resolve"
            label={t('clock.resolve')}
            unit={t('policy.minutes')}
            min={1}
            max={525_600}
            value={resolveMinutes}
            hint={minutes(resolveMinutes)}
            onChange={(value) => onChange({ resolveMinutes: value })}
          />
          <NumberField
            id="sla-warn"
            label={t('policy.warn')}
            unit="%"
            min={10}
            max={95}
            value={Math.round(warnFraction * 100)}
            hint={t('policy.warnHint', { time: minutes(Math.round(resolveMinutes * warnFraction)) })}
            onChange={(value) => onChange({ warnFraction: value / 100 })}
          />
        </>
      ) : null}
      <div className="row">
        <Switch
          checked={draft.enabled}
          aria-label={t('policy.enabled')}
          onChange={(enabled) => onChange({ enabled })}
        />
        {t('policy.enabled')}
      </div>
    </>
  );
};

export const NameFields = ({ draft, onChange }: PromiseProps): ReactElement => {
  const t = useText('sla');
  return (
    <div className="spair">
      <Field id="sla-name" label={t('policy.name')}>
        <Input
          id="sla-name"
          maxLength={60}
          autoFocus
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Field id="sla-name-en" label={t('policy.nameEn')}>
        <Input
          id="sla-name-en"
          maxLength={60}
          value={draft.nameEn}
          onChange={(event) => onChange({ nameEn: event.target.value })}
        />
      </Field>
    </div>
  );
};
