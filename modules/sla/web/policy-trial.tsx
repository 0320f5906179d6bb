import { type ReactElement, useState } from 'react';
import { useLocalName } from '#modules/ticket/web/index.ts';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Card, Form, Icon, Loaded, SkeletonLines, Tag } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import { previewPolicy } from '../contract.ts';
import { ConditionFields, type Conditions } from './policy-fields.tsx';
import { ReasonLines } from './trace-popover.tsx';
import { useClockName } from './use-clock-name.ts';

type Preview = ReplyOf<typeof previewPolicy>;

const Found = ({ found }: { readonly found: Preview }): ReactElement => {
  const t = useText('sla');
  const format = useFormat();
  const nameOf = useClockName();
  const localName = useLocalName();
  const [taken, ...others] = found.policies;
  if (!taken) return <Banner tone="red">{t('policy.trial.none')}</Banner>;
  return (
    <div className="col">
      <div className="row wrap">
        <b>{t('policy.trial.taken', { name: localName(taken) })}</b>
        {others.length > 0 ? (
          <span className="t3 f12">
            {t('policy.trial.others', { names: others.map(localName).join(t('policy.trial.comma')) })}
          </span>
        ) : null}
      </div>
      {found.drafts > 0 ? <Banner tone="amber">{t('policy.trial.drafts', { count: found.drafts })}</Banner> : null}
      {found.clocks.map((clock) => (
        <details key={clock.clock}>
          <summary className="row wrap">
            <Icon name="down" size="s" />
            <span>{nameOf(clock)}</span>
            <b title={format.full(clock.dueAt)}>{format.instant(clock.dueAt)}</b>
            {clock.provisional ? <Tag line>{t('provisional')}</Tag> : null}
          </summary>
          <div className="strace" style={{ width: 'auto' }}>
            <ReasonLines lines={clock.reason} />
          </div>
        </details>
      ))}
    </div>
  );
};

/** What a ticket would get that opened now: which promise, until when, and why. */
export const PolicyTrial = (): ReactElement => {
  const t = useText('sla');
  const [of, setOf] = useState<Conditions>({
    kind: 'complaint',
    level: 2,
    categoryKey: null,
    channel: 'form',
    departmentId: null,
  });
  const query = {
    kind: of.kind ?? 'complaint',
    level: of.level ?? 2,
    ...(of.categoryKey === null ? {} : { categoryKey: of.categoryKey }),
    ...(of.channel === null ? {} : { channel: of.channel }),
    ...(of.departmentId === null ? {} : { departmentId: of.departmentId }),
  };
  const { data, error, refetch } = useRoute(previewPolicy, { query }, { keepPrevious: true });
  return (
    <Card title={t('policy.trial.title')} note={t('policy.trial.note')}>
      <Form layout="vertical">
        <ConditionFields id="sla-trial" values={of} onChange={(part) => setOf({ ...of, ...part })} demanded />
      </Form>
      <Loaded data={data} error={error} onRetry={() => void refetch()} skeleton={<SkeletonLines lines={3} />}>
        {(found) => <Found found={found} />}
      </Loaded>
    </Card>
  );
};
