import type { ReactElement } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Card, Icon, type IconName, Tag } from '#platform/web/parts/index.ts';
import type { ActKind, ActView, RequestView } from '../contract.ts';
import { ActFiles } from './act-files.tsx';
import { factValue, factWord } from './words.ts';

const icons: Record<ActKind, IconName> = {
  requested: 'send',
  approved: 'met',
  rejected: 'undo',
  added: 'users',
  transferred: 'swap',
  withdrawn: 'x',
  resubmitted: 'refresh',
  commented: 'comp',
  urged: 'bell',
  reminded: 'bell',
  escalated: 'up',
  timed_out: 'alarm',
};

/** What became different since it was asked before: 金额 ¥800 → ¥120. */
const changesOf = (act: ActView, { kind, acts }: Pick<RequestView, 'kind' | 'acts'>): string => {
  const { facts } = act;
  if (act.kind !== 'resubmitted' || facts === null) return '';
  const before = acts.findLast((each) => each.no < act.no && each.facts !== null)?.facts ?? {};
  return Object.entries(facts)
    .filter(([key, value]) => before[key] !== value)
    .map(([key, value]) => {
      const was = before[key];
      const old = was === undefined ? '' : `${factValue({ kind, facts: before }, key, was)} → `;
      return `${factWord(key)} ${old}${factValue({ kind, facts }, key, value)}`;
    })
    .join(' · ');
};

const useSentence = (): ((act: ActView) => string) => {
  const t = useText('approval');
  return (act) => {
    const names = act.to.join(t('comma'));
    if (act.kind === 'added') return t(`act.added_${act.where ?? 'after'}`, { names });
    if (act.kind === 'rejected') {
      const level = act.target?.kind === 'level' ? act.target.level : 0;
      return t(`act.rejected_${act.target?.kind ?? 'start'}`, { level });
    }
    return t(`act.${act.kind}`, { names });
  };
};

/** Everything that was done, in order; nothing is ever taken out of it. */
export const ActLog = ({ view }: { readonly view: RequestView }): ReactElement => {
  const t = useText('approval');
  const format = useFormat();
  const sentence = useSentence();
  return (
    <Card title={t('log.title')} note={t('log.count', { count: view.acts.length })}>
      <ol className="ap-log">
        {view.acts.map((act) => {
          const changed = changesOf(act, view);
          return (
            <li key={act.no}>
              <Icon name={icons[act.kind]} size="s" className={act.kind === 'rejected' ? 'red' : 't3'} />
              <div className="col" style={{ minWidth: 0 }}>
                <span>
                  <b>{act.actorId === null ? t('system') : act.actorName}</b>
                  {act.insteadOf ? (
                    <span className="t3">{t('log.insteadOf', { name: act.insteadOf })}</span>
                  ) : null}{' '}
                  {sentence(act)}
                </span>
                {act.comment ? <span className="ap-said">{act.comment}</span> : null}
                {changed ? <span className="t2 f12">{t('log.changed', { what: changed })}</span> : null}
                <ActFiles requestId={view.id} files={act.files} />
              </div>
              <span className="sp" />
              {view.round > 1 ? <Tag>{t('list.round', { round: act.round })}</Tag> : null}
              <time className="t3 f12" title={format.full(act.at)}>
                {format.instant(act.at)}
              </time>
            </li>
          );
        })}
      </ol>
    </Card>
  );
};
