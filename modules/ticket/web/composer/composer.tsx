import './composer.css';
import { type ReactElement, useRef, useState } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import type { MessageEntry, TicketDetail } from '../../contract.ts';
import type { ComposerMode } from '../dialog-state.ts';
import { useSwitch, useWord } from '../settings-store.ts';
import { PendingFiles } from '../thread/attachments.tsx';
import { ComposerBar, stepChoices, stepsOf } from './composer-bar.tsx';
import { ComposerPicks, type Picking } from './composer-picks.tsx';
import { ComposerText, ModeTabs } from './composer-text.tsx';
import { useComposerActions, useOfferedWords, useWishes } from './use-composer-keys.ts';
import { useDraft } from './use-draft.ts';
import { useFiles } from './use-files.ts';
import { useSend } from './use-send.ts';

type ComposerProps = {
  readonly ticket: TicketDetail;
  readonly latest: MessageEntry | undefined;
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

export const Composer = ({ ticket, latest, onSent, hasNext }: ComposerProps): ReactElement | null => {
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
  const { send, busy, ready, problem, news } = useSend({ ticket, draft, files, latest, onSent });
  const enter = (mode: ComposerMode): void => {
    if (mode === 'out' ? !ticket.abilities.reply : !ticket.abilities.note) return;
    if (mode !== draft.mode) draft.write({ mode });
    field.current?.focus();
  };
  const sendNow = (): void => send(step, advance);
  useWishes(enter);
  useOfferedWords((words) => {
    if (!ticket.abilities.reply) return;
    // Over an internal note it starts a reply of its own: what was meant for colleagues never goes to the customer.
    const before = draft.mode === 'out' ? draft.body.trimEnd() : '';
    draft.write({ mode: 'out', body: before === '' ? words : `${before}\n\n${words}` });
    field.current?.focus();
  });
  useComposerActions({ ticket, send: sendNow, ready, enter, mode: draft.mode });
  if (!ticket.abilities.reply && !ticket.abilities.note) return null;
  const choose = (next: boolean): void => {
    setGoOn(next);
    send(step, next);
  };
  return (
    <section className={note ? 'cp nt' : 'cp'} aria-label={t('composer.label')}>
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
        sender={{ busy, ready, anyway: news !== undefined, advance, hasNext, send: sendNow, choose }}
      />
    </section>
  );
};
