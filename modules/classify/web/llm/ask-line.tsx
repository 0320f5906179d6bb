import { type ReactElement, useEffect, useState } from 'react';
import { number } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type LlmAsk, type LlmPurpose, stopLlmAsk } from '../../contract.ts';

export const isUnderWay = (ask: Pick<LlmAsk, 'state'> | undefined): boolean =>
  ask?.state === 'waiting' || ask?.state === 'running';

const tickMs = 1000;

/** Whole seconds since an instant, counted on while it is looked at; a clock that goes wrong shows nought. */
export const secondsSince = (instant: string, now: number): number =>
  Math.max(0, Math.floor((now - Date.parse(instant)) / 1000));

const Seconds = ({ since }: { readonly since: string }): ReactElement => {
  const t = useText('classify');
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  // Said aloud each second it would drown everything else.
  return <span aria-hidden="true">{t('llm.seconds', { seconds: number(secondsSince(since, now)) })}</span>;
};

type LineProps = { readonly number: string; readonly purpose: LlmPurpose; readonly ask: LlmAsk | undefined };

/** How far what was asked has come; it goes on without this page, and can be stopped. */
export const AskLine = ({ number: ticket, purpose, ask }: LineProps): ReactElement | null => {
  const t = useText('classify');
  const stop = useRouteMutation(stopLlmAsk, {
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  if (ask?.state === 'failed') return <Banner tone="red">{t(`errors.llm_${ask.problem}`)}</Banner>;
  if (!ask || !isUnderWay(ask)) return null;
  return (
    <div className="row wrap f12 t2">
      <span role="status">{t(ask.state === 'waiting' ? 'llm.waiting' : 'llm.running')}</span>
      <Seconds since={ask.askedAt} />
      <Button size="s" busy={stop.isPending} onClick={() => stop.mutate({ params: { number: ticket, purpose } })}>
        {t('llm.stop')}
      </Button>
    </div>
  );
};
