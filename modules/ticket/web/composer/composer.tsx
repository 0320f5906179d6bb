import './composer.css';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import type { MessageEntry, TicketDetail } from '../../contract.ts';
import type { ComposerMode } from '../dialog-state.ts';
import { CollisionBanner } from '../presence/present-people.tsx';
import { useCollision } from '../presence/use-collision.ts';
import type { Presence } from '../presence/use-presence.ts';
import { useSwitch, useWord } from '../settings-store.ts';
import { PendingFiles } from '../thread/attachments.tsx';
import { ComposerBar, stepChoices, stepsOf } from './composer-bar.tsx';
import { ComposerPicks, type Picking } from './composer-picks.tsx';
import { ComposerText, ModeTabs } from './composer-text.tsx';
import { useComposerActions, useOfferedWords, useWishes } from './use-composer-keys.ts';
import { useComposerHeight } from './use-composer-height.ts';
import { useDraft } from './use-draft.ts';
import { useFiles } from './use-files.ts';
import { useSend } from './use-send.ts';

type ComposerProps = {
  readonly ticket: TicketDetail;
  readonly latest: MessageEntry | undefined;
  readonly presence: Presence;
  /** After sending: true when the writer wants the next ticket. */
  readonly onSent: (goOn: boolean) => void;
  readonly hasNext: boolean;
};

const Meanwhile = ({ news }: { readonly news: MessageEntry }): ReactElement => {
  const t = useText('ticket');
  const format = useFormat();
  return (
    <div className="wnews">
      <Banner tone="amber">
        {t('composer.meanwhile', { name: news.authorName || t('anonymous'), time: format.row(news.at) })}
      </Banner>
      <blockquote>{news.body}</blockquote>
    </div>
  );
};

/** Tells the colleagues that a reply is being written; a draft of yesterday that merely stands there is none. */
const useTellWriting = (written: number, tell: (written: number) => void): void => {
  const before = useRef(written);
  useEffect(() => {
    if (before.current === written) return;
    before.current = written;
    tell(written);
  }, [written, tell]);
};

export const Composer = ({ ticket, latest, presence, onSent, hasNext }: ComposerProps): ReactElement | null => {
  const t = useText('ticket');
  const textOf = useProblemText();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(ticket);
  const files = useFiles(ticket.number);
  const [picking, setPicking] = useState<Picking>(null);
  const steps = stepsOf(ticket);
  const [storedStep, setStep] = useWord('step', stepChoices, 'stay');
  const [goOn, setGoOn] = useSwitch('goOn', true);
  const note = draft.mode === 'note';
  const step = !note && storedStep !== 'stay' && steps.includes(storedStep) ? storedStep : null;
  const advance = goOn && hasNext && !note;
  const { writers, noteWriting } = presence;
  useTellWriting(note ? 0 : draft.body.length, noteWriting);
  const collision = useCollision(writers);
  const { send, busy, ready, problem, news } = useSend({
    ticket,
    draft,
    files,
    latest,
    mayGo: collision.mayGo,
    onSent: (next) => {
      collision.forget();
      onSent(next);
    },
  });
  const enter = (mode: ComposerMode): void => {
    if (mode === 'out' ? !ticket.abilities.reply : !ticket.abilities.note) return;
    if (mode !== draft.mode) draft.write({ mode });
    field.current?.focus();
  };
  const sendNow = (): void => send(step, advance);
  const box = useComposerHeight();
  useWishes(enter);
  useOfferedWords((words) => {
    if (!ticket.abilities.reply) return;
    // Over an internal note it starts a reply of its own: what was meant for colleagues never goes to the customer.
    const before = draft.mode === 'out' ? draft.body.trimEnd() : '';
    draft.write({ mode: 'out', body: before === '' ? words : `${before}\n\n${words}` });
    field.current?.focus();
  });
  const openTemplates = (): void => {
    enter('out');
    setPicking('templates');
  };
  useComposerActions({ ticket, send: sendNow, ready, enter, openTemplates, mode: draft.mode });
  if (!ticket.abilities.reply && !ticket.abilities.note) return null;
  const choose = (next: boolean): void => {
    setGoOn(next);
    send(step, next);
  };
  return (
    <section ref={box} className={note ? 'cp nt' : 'cp'} aria-label={t('composer.label')}>
      {writers.length > 0 && !note ? (
        <CollisionBanner
          writers={writers}
          asked={collision.asked}
          {...(ticket.abilities.note ? { onNote: () => enter('note') } : {})}
        />
      ) : null}
      {news ? <Meanwhile news={news} /> : null}
      {problem ? <Banner tone="red">{`${textOf(problem)} ${t('composer.safe')}`}</Banner> : null}
      <ModeTabs draft={draft} ticket={ticket} onMode={enter} />
      <ComposerText draft={draft} field={field} onFiles={files.add} onPicking={setPicking} />
      <PendingFiles files={files.files} onRemove={files.remove} />
      <ComposerPicks picking={picking} ticket={ticket} draft={draft} field={field} onClose={() => setPicking(null)} />
      <ComposerBar
        draft={draft}
        steps={steps}
        step={step}
        onStep={setStep}
        onPicking={setPicking}
        onFiles={files.add}
        sender={{ busy, ready, anyway: news !== undefined || collision.asked, advance, hasNext, send: sendNow, choose }}
      />
    </section>
  );
};
