import './llm.css';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { insertReply } from '#modules/ticket/web/index.ts';
import { type Action, useActions } from '#platform/web/actions.ts';
import { percent, ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Badge, Banner, Button, Input, KeyHint, KindMark, LevelMark } from '#platform/web/parts/index.ts';
import { problemText, useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  askLlmOpinion,
  askLlmReply,
  askLlmSummary,
  type LlmAsk,
  type LlmOpinion,
  type LlmPurpose,
  readLlmOfTicket,
} from '../../contract.ts';
import { AskLine, isUnderWay } from './ask-line.tsx';

type PartProps = { readonly number: string };

const useFollow = (number: string): ((categoryKey: string) => void) => {
  const t = useText('classify');
  const classify = useRouteMutation(ticketRoutes.classify, {
    topics: ['classify'],
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  return (categoryKey) =>
    classify.mutate(
      { params: { number }, body: { categoryKey } },
      { onSuccess: () => toast({ text: t('llm.followed', { number: ticketNumber(number) }) }) },
    );
};

const useFollowKey = (opinion: LlmOpinion, follow: (categoryKey: string) => void): void => {
  const t = useText('classify');
  const latest = useRef(follow);
  useEffect(() => {
    latest.current = follow;
  });
  const { categoryKey, name } = opinion;
  const actions = useMemo(
    (): Action[] =>
      categoryKey === null
        ? []
        : [
            {
              id: 'ticket.follow_opinion',
              title: t('llm.follow', { name }),
              icon: 'wand',
              keys: ['0'],
              section: 'current',
              priority: 56,
              run: () => latest.current(categoryKey),
            },
          ],
    [categoryKey, name, t],
  );
  useActions(actions);
};

const Opinion = ({ number, opinion }: PartProps & { readonly opinion: LlmOpinion }): ReactElement => {
  const t = useText('classify');
  const follow = useFollow(number);
  useFollowKey(opinion, follow);
  const { categoryKey } = opinion;
  return (
    <div className="llmopinion">
      <div className="row wrap" style={{ gap: '4px 10px' }}>
        <Badge tone="info">{t('llm.suggestion')}</Badge>
        <b>
          {categoryKey === null ? t('llm.noCategory') : opinion.name} {percent(opinion.confidence, 0)}
        </b>
        <KindMark kind={opinion.kind} />
        <LevelMark level={opinion.level} />
      </div>
      {opinion.reason === '' ? null : <p className="f12 t2">{opinion.reason}</p>}
      {categoryKey === null ? null : (
        <div>
          <Button size="s" icon="check" aria-keyshortcuts="0" onClick={() => follow(categoryKey)}>
            <KeyHint keys="0" />
            {t('llm.follow', { name: opinion.name })}
          </Button>
        </div>
      )}
    </div>
  );
};

type AskProps = PartProps & { readonly ask: LlmAsk | undefined };

const AskOpinion = ({ number, ask }: AskProps): ReactElement => {
  const t = useText('classify');
  const textOf = useProblemText();
  const start = useRouteMutation(askLlmOpinion);
  return (
    <>
      {start.error ? <Banner tone="red">{textOf(start.error)}</Banner> : null}
      <AskLine number={number} purpose="second_opinion" ask={ask} />
      {isUnderWay(ask) ? null : (
        <div>
          <Button size="s" icon="wand" busy={start.isPending} onClick={() => start.mutate({ params: { number } })}>
            {t('llm.askOpinion')}
          </Button>
        </div>
      )}
    </>
  );
};

const SummaryWords = ({ summary }: { readonly summary: NonNullable<LlmAsk['summary']> }): ReactElement => {
  const t = useText('classify');
  return (
    <>
      <p>{summary.summary}</p>
      {summary.wish === '' ? null : (
        <p>
          <span className="t3">{t('llm.wish')}</span> {summary.wish}
        </p>
      )}
      {summary.open.length === 0 ? null : (
        <ul aria-label={t('llm.open')}>
          {summary.open.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </>
  );
};

const Summary = ({ number, ask }: AskProps): ReactElement => {
  const t = useText('classify');
  const textOf = useProblemText();
  const start = useRouteMutation(askLlmSummary);
  return (
    <div className="llmopinion" aria-live="polite">
      {start.error ? <Banner tone="red">{textOf(start.error)}</Banner> : null}
      {ask?.summary ? <SummaryWords summary={ask.summary} /> : null}
      <AskLine number={number} purpose="summary" ask={ask} />
      {isUnderWay(ask) ? null : (
        <div>
          <Button size="s" icon="book" busy={start.isPending} onClick={() => start.mutate({ params: { number } })}>
            {t(ask?.summary ? 'llm.summariseAgain' : 'llm.summarise')}
          </Button>
        </div>
      )}
    </div>
  );
};

const DraftWords = ({ reply }: { readonly reply: string }): ReactElement => {
  const t = useText('classify');
  return (
    <>
      <div className="llmdraft" tabIndex={0} role="group" aria-label={t('llm.purpose.reply_draft')}>
        {reply}
      </div>
      <div className="row wrap">
        <Button size="s" tone="primary" icon="reply" onClick={() => insertReply(reply)}>
          {t('llm.insert')}
        </Button>
        <span className="t3 f12">{t('llm.readFirst')}</span>
      </div>
    </>
  );
};

const Draft = ({ number, ask }: AskProps): ReactElement => {
  const t = useText('classify');
  const textOf = useProblemText();
  const [wish, setWish] = useState('');
  const start = useRouteMutation(askLlmReply);
  const ready = ask?.reply ?? null;
  return (
    <div className="llmopinion" aria-live="polite">
      {start.error ? <Banner tone="red">{textOf(start.error)}</Banner> : null}
      {ready === null ? null : <DraftWords reply={ready} />}
      <AskLine number={number} purpose="reply_draft" ask={ask} />
      {isUnderWay(ask) ? null : (
        <>
          <Input
            aria-label={t('llm.wishFor')}
            placeholder={t('llm.wishFor')}
            maxLength={500}
            value={wish}
            onChange={(event) => setWish(event.target.value)}
          />
          <div>
            <Button
              size="s"
              icon="pen"
              busy={start.isPending}
              onClick={() => start.mutate({ params: { number }, body: { wish } })}
            >
              {t(ready === null ? 'llm.draft' : 'llm.draftAgain')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
};

/** The live stream tells when an answer is there; this is for a stream that broke. */
const lookMs = 4000;

const useLlmOfTicket = (number: string) => {
  const [watching, setWatching] = useState(false);
  const { data } = useRoute(
    readLlmOfTicket,
    { params: { number } },
    { topics: ['opinion'], staleMs: 60_000, ...(watching ? { refetchMs: lookMs } : {}) },
  );
  const busy = data?.asks.some(isUnderWay) ?? false;
  if (busy !== watching) setWatching(busy);
  return data;
};

/** What a connected language model has to say; absent where nothing is connected or nothing is allowed. */
const LlmPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('classify');
  const found = useLlmOfTicket(number);
  if (!found || (found.purposes.length === 0 && found.opinion === null)) return null;
  const may = (purpose: LlmPurpose): boolean => found.purposes.includes(purpose);
  const askOf = (purpose: LlmPurpose): LlmAsk | undefined => found.asks.find((one) => one.purpose === purpose);
  return (
    <section className="llm col">
      <h3>{t('llm.panel')}</h3>
      {found.opinion ? <Opinion number={number} opinion={found.opinion} /> : null}
      {found.opinion === null && may('second_opinion') ? (
        <AskOpinion number={number} ask={askOf('second_opinion')} />
      ) : null}
      {may('summary') ? <Summary key={`s${number}`} number={number} ask={askOf('summary')} /> : null}
      {may('reply_draft') ? <Draft key={`d${number}`} number={number} ask={askOf('reply_draft')} /> : null}
    </section>
  );
};

export default LlmPanel;
