import type { ReactElement } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Tag } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type ClockView, decideExtension } from '../contract.ts';

type Props = { readonly number: string; readonly clock: ClockView };

/** Requests for more time about a clock, with the decision where this person may take it. */
export const ExtensionLines = ({ number, clock }: Props): ReactElement | null => {
  const t = useText('sla');
  const format = useFormat();
  const decide = useRouteMutation(decideExtension, {
    topics: ['tickets'],
    onDone: (_reply, { body }) =>
      toast({ text: t(body.granted ? 'extend.granted' : 'extend.refused'), icon: body.granted ? 'met' : 'x' }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  if (clock.extensions.length === 0) return null;
  return (
    <ul className="sext">
      {clock.extensions.map((one) => (
        <li key={one.id} className="f12">
          <div className="row">
            <Tag line>{t(`extend.state.${one.state}`)}</Tag>
            <span className="t2" title={format.full(one.newDueAt)}>
              {t('extend.until', { time: format.instant(one.newDueAt) })}
            </span>
          </div>
          <div className="t3">
            {one.askedBy} {one.reason}
          </div>
          {one.told ? <div className="t3">{t('extend.told')}</div> : null}
          {one.decidable ? (
            <div className="row" style={{ marginTop: 4 }}>
              {([true, false] as const).map((granted) => (
                <Button
                  key={String(granted)}
                  size="s"
                  {...(granted ? { tone: 'primary' } : {})}
                  busy={decide.isPending}
                  onClick={() => decide.mutate({ params: { number, id: one.id }, body: { granted } })}
                >
                  {t(granted ? 'extend.grant' : 'extend.refuse')}
                </Button>
              ))}
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
};
