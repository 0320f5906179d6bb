import { type ReactElement, useState } from 'react';
import { durationWords } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import {
  Badge,
  Banner,
  Button,
  DataTable,
  Drawer,
  Form,
  Icon,
  InputNumber,
  isKind,
  KindMark,
  LevelMark,
  Page,
  Switch,
} from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { changePolicy, listPolicies, type Policy } from '../contract.ts';

type Values = Pick<Policy, 'firstReplyMinutes' | 'resolveMinutes' | 'warnFraction' | 'enabled'>;

const minutes = (value: number): string => durationWords(value * 60_000);
const isLevel = (level: number | null): level is 1 | 2 | 3 => level === 1 || level === 2 || level === 3;

const useName = (): ((policy: Policy) => string) => {
  const language = useLanguage();
  return ({ name, nameEn }) => (language === 'en' && nameEn ? nameEn : name);
};

type NumberProps = {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly hint: string;
  readonly onChange: (value: number) => void;
};

const NumberField = ({ id, label, unit, min, max, value, hint, onChange }: NumberProps): ReactElement => (
  <Form.Item label={label} htmlFor={id} extra={hint}>
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
  </Form.Item>
);

const PolicyDrawer = ({ policy, onClose }: { readonly policy: Policy; readonly onClose: () => void }): ReactElement => {
  const t = useText('sla');
  const textOf = useProblemText();
  const nameOf = useName();
  const [values, setValues] = useState<Values>(policy);
  const save = useRouteMutation(changePolicy, {
    onDone: () => {
      toast({ text: t('policy.saved', { name: nameOf(policy) }) });
      onClose();
    },
  });
  const { firstReplyMinutes, resolveMinutes, warnFraction, enabled } = values;
  const change = (next: Partial<Values>): void => setValues({ ...values, ...next });
  const body = { firstReplyMinutes, resolveMinutes, warnFraction, enabled };
  return (
    <Drawer
      open
      title={nameOf(policy)}
      size={440}
      onClose={onClose}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('platform:cancel')}</Button>
          <Button tone="primary" type="submit" form="sla-policy" busy={save.isPending}>
            {t('platform:save')}
          </Button>
        </div>
      }
    >
      <Form id="sla-policy" layout="vertical" onFinish={() => save.mutate({ params: { id: policy.id }, body })}>
        {save.error ? <Banner tone="red">{textOf(save.error)}</Banner> : null}
        <NumberField
          id="sla-first"
          label={t('clock.first_reply')}
          unit={t('policy.minutes')}
          min={1}
          max={525_600}
          value={firstReplyMinutes}
          hint={minutes(firstReplyMinutes)}
          onChange={(value) => change({ firstReplyMinutes: value })}
        />
        <NumberField
          id="sla-resolve"
          label={t('clock.resolve')}
          unit={t('policy.minutes')}
          min={1}
          max={525_600}
          value={resolveMinutes}
          hint={minutes(resolveMinutes)}
          onChange={(value) => change({ resolveMinutes: value })}
        />
        <NumberField
          id="sla-warn"
          label={t('policy.warn')}
          unit="%"
          min={10}
          max={95}
          value={Math.round(warnFraction * 100)}
          hint={t('policy.warnHint', { time: minutes(Math.round(resolveMinutes * warnFraction)) })}
          onChange={(value) => change({ warnFraction: value / 100 })}
        />
        <div className="row">
          <Switch checked={enabled} aria-label={t('policy.enabled')} onChange={(next) => change({ enabled: next })} />
          {t('policy.enabled')}
        </div>
      </Form>
    </Drawer>
  );
};

const PoliciesPage = (): ReactElement => {
  const t = useText('sla');
  const nameOf = useName();
  const policies = useRoute(listPolicies, {});
  const [open, setOpen] = useState<Policy | null>(null);
  return (
    <Page title={t('nav.policies')} note={t('policy.note')}>
      <div className="card scrollx">
        <DataTable
          label={t('nav.policies')}
          rows={policies.data?.items}
          rowKey={(policy) => policy.id}
          rowName={nameOf}
          error={policies.error}
          onRetry={() => void policies.refetch()}
          onOpen={setOpen}
          columns={[
            { key: 'name', title: t('policy.name'), render: (policy) => <b>{nameOf(policy)}</b> },
            {
              key: 'kind',
              title: t('policy.kind'),
              render: (policy) =>
                policy.kind && isKind(policy.kind) ? (
                  <KindMark kind={policy.kind} />
                ) : (
                  <span className="t3">{t('policy.any')}</span>
                ),
            },
            {
              key: 'level',
              title: t('policy.level'),
              render: (policy) =>
                isLevel(policy.level) ? (
                  <LevelMark level={policy.level} />
                ) : (
                  <span className="t3">{t('policy.any')}</span>
                ),
            },
            {
              key: 'first',
              title: t('clock.first_reply'),
              numeric: true,
              render: (policy) => minutes(policy.firstReplyMinutes),
            },
            {
              key: 'resolve',
              title: t('clock.resolve'),
              numeric: true,
              render: (policy) => minutes(policy.resolveMinutes),
            },
            {
              key: 'warn',
              title: t('policy.warn'),
              numeric: true,
              render: (policy) => `${Math.round(policy.warnFraction * 100)}%`,
            },
            {
              key: 'state',
              title: t('policy.state'),
              render: (policy) =>
                policy.enabled ? (
                  <Badge tone="met">{t('policy.on')}</Badge>
                ) : (
                  <Badge tone="hold">{t('policy.off')}</Badge>
                ),
            },
          ]}
        />
      </div>
      <p className="row f12 t3" style={{ marginTop: 12 }}>
        <Icon name="info" size="s" />
        {t('policy.running')}
      </p>
      {open ? <PolicyDrawer policy={open} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
};

export default PoliciesPage;
