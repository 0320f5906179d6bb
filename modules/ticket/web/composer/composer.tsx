import {
  type ChangeEvent,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { fillTemplate, listTemplates } from '#modules/knowledge/contract.ts';
import { type Action, useActions } from '#platform/web/actions.ts';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Banner, Button, Icon, KeyHint, Menu, SplitButton } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { isComposing } from '#platform/web/shortcuts.ts';
import type { MessageEntry, TicketDetail } from '../../contract.ts';
import { channelIcon } from '../channel-icon.ts';
import { type ComposerMode, useComposerWish } from '../dialog-state.ts';
import { usePeople } from '../names.ts';
import { useSwitch, useWord } from '../settings-store.ts';
import { PendingFiles } from '../thread/attachments.tsx';
import { PickList } from './pick-list.tsx';
import { type Draft, useDraft } from './use-draft.ts';
import { useFiles } from './use-files.ts';
import { useSend } from './use-send.ts';

type ComposerProps = {
  readonly ticket: TicketDetail;
  readonly latest: MessageEntry | undefined;
  /** After sending: true when the writer wants the next ticket. */
  readonly onSent: (goOn: boolean) => void;
  readonly hasNext: boolean;
};

const stepChoices = ['stay', 'solve', 'answer'] as const;
type StepChoiceValue = (typeof stepChoices)[number];
type ReplyStep = Exclude<StepChoiceValue, 'stay'>;

/** Steps that make sense in the same breath as a reply, as far as this person may take them. */
const replySteps: readonly ReplyStep[] = ['solve', 'answer'];

const stepsOf = ({ abilities: { actions } }: TicketDetail): readonly ReplyStep[] =>
  // A reply accepts a new case, after which both are open.
  actions.includes('accept') ? replySteps : replySteps.filter((step) => actions.includes(step));

const ModeTabs = ({
  draft,
  ticket,
  onMode,
}: {
  readonly draft: Draft;
  readonly ticket: TicketDetail;
  readonly onMode: (mode: ComposerMode) => void;
}): ReactElement => {
  const t = useText('ticket');
  const name = ticket.customer.name || t('anonymous');
  return (
    <div className="ct" role="group" aria-label={t('composer.mode')}>
      {ticket.abilities.reply ? (
        <button
          type="button"
          className={draft.mode === 'out' ? 'm on' : 'm'}
          aria-pressed={draft.mode === 'out'}
          onClick={() => onMode('out')}
        >
          <Icon name="reply" />
          {t('composer.reply')} <KeyHint keys="R" />
        </button>
      ) : null}
      {ticket.abilities.note ? (
        <button
          type="button"
          className={draft.mode === 'note' ? 'm on' : 'm'}
          aria-pressed={draft.mode === 'note'}
          onClick={() => onMode('note')}
        >
          <Icon name="lock" />
          {t('composer.note')} <KeyHint keys="N" />
        </button>
      ) : null}
      <span className="sp" />
      {draft.mode === 'out' ? (
        <span className="f12 t3 row wto" style={{ gap: 4 }}>
          {t('composer.to', { name })}
          <Icon name={channelIcon(ticket.channel)} size="s" />
          {t(`channel.${ticket.channel}`)}
        </span>
      ) : (
        <span className="f12 t3 row wto" style={{ gap: 4 }}>
          <Icon name="lock" size="s" />
          {t('composer.unseen')}
        </span>
      )}
    </div>
  );
};

const DraftState = ({ draft }: { readonly draft: Draft }): ReactElement | null => {
  const t = useText('ticket');
  const format = useFormat();
  if (draft.state === 'failed') return <span className="f12 amber wsaved">{t('composer.notSaved')}</span>;
  if (draft.state !== 'saved' || draft.savedAt === null) return null;
  return <span className="f12 t3 wsaved">{t('composer.saved', { time: format.row(draft.savedAt) })}</span>;
};

const useTemplates = (ticket: TicketDetail) => {
  const language = useLanguage();
  const can = useCan();
  const { data } = useRoute(
    listTemplates,
    { query: { purpose: 'reply', enabled: 'true' } },
    { staleMs: 300_000, enabled: can('template.read') },
  );
  const facts = {
    number: ticketNumber(ticket.number),
    customerName: ticket.customer.name,
    trackingUrl: ticket.trackingUrl,
  };
  const inEnglish = (own: string, english: string): string => (language === 'en' && english !== '' ? english : own);
  return (
    [...(data?.items ?? [])]
      // Those of this category first; the rest stays in its order.
      .toSorted((a, b) => Number(b.categoryKey === ticket.categoryKey) - Number(a.categoryKey === ticket.categoryKey))
      .map((one) => ({
        key: one.id,
        title: inEnglish(one.title, one.titleEn),
        note: fillTemplate(inEnglish(one.body, one.bodyEn), facts),
      }))
  );
};

/** Puts words where the cursor stands and leaves it behind them. */
const insertAt = (field: HTMLTextAreaElement | null, body: string, words: string): { body: string; cursor: number } => {
  const from = field?.selectionStart ?? body.length;
  const to = field?.selectionEnd ?? body.length;
  return { body: `${body.slice(0, from)}${words}${body.slice(to)}`, cursor: from + words.length };
};

const useInsert = (field: RefObject<HTMLTextAreaElement | null>, draft: Draft) => (words: string) => {
  const next = insertAt(field.current, draft.body, words);
  draft.write({ body: next.body });
  requestAnimationFrame(() => {
    field.current?.focus();
    field.current?.setSelectionRange(next.cursor, next.cursor);
  });
};

type Picking = 'templates' | 'people' | null;

type TextProps = {
  readonly draft: Draft;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly onFiles: (files: Iterable<File>) => void;
  readonly onPicking: (picking: Picking) => void;
};

const ComposerText = ({ draft, field, onFiles, onPicking }: TextProps): ReactElement => {
  const t = useText('ticket');
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key === '/' && draft.body === '') {
      event.preventDefault();
      onPicking('templates');
    }
    if (event.key === '@' && draft.mode === 'note') {
      event.preventDefault();
      onPicking('people');
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    onFiles(event.clipboardData.files);
  };
  return (
    <textarea
      ref={field}
      value={draft.body}
      rows={Math.min(Math.max(draft.body.split('\n').length, 3), 10)}
      maxLength={20_000}
      aria-label={t(draft.mode === 'out' ? 'composer.replyText' : 'composer.noteText')}
      placeholder={t(draft.mode === 'out' ? 'composer.replyHint' : 'composer.noteHint')}
      onChange={(event) => draft.write({ body: event.target.value })}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onFiles(event.dataTransfer.files);
      }}
    />
  );
};

const StepChoice = ({
  steps,
  value,
  onChange,
}: {
  readonly steps: readonly ReplyStep[];
  readonly value: ReplyStep | null;
  readonly onChange: (next: StepChoiceValue) => void;
}): ReactElement => {
  const t = useText('ticket');
  const choices: readonly StepChoiceValue[] = ['stay', ...steps];
  const wordOf = (step: StepChoiceValue): string => t(`composer.step.${step}`);
  const current = value ?? 'stay';
  return (
    <Menu
      items={choices.map((step) => ({
        key: step,
        label: wordOf(step),
        checked: step === current,
        onClick: () => onChange(step),
      }))}
    >
      <button
        type="button"
        className="f12 t2 row wnext"
        style={{ gap: 4 }}
        aria-label={t('composer.next', { step: wordOf(current) })}
      >
        {wordOf(current)}
        <Icon name="down" size="xs" />
      </button>
    </Menu>
  );
};

const useComposerActions = (parts: {
  ticket: TicketDetail;
  send: () => void;
  ready: boolean;
  enter: (mode: ComposerMode) => void;
  mode: ComposerMode;
}): void => {
  const { ticket, send, ready, enter, mode } = parts;
  const t = useText('ticket');
  const { reply, note } = ticket.abilities;
  const latest = useRef({ send, enter });
  useEffect(() => {
    latest.current = { send, enter };
  });
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'ticket.reply',
        title: t('composer.reply'),
        icon: 'reply',
        keys: ['R'],
        section: 'current',
        priority: 90,
        enabled: () => reply,
        run: () => latest.current.enter('out'),
      },
      {
        id: 'ticket.note',
        title: t('composer.note'),
        icon: 'lock',
        keys: ['N'],
        section: 'current',
        priority: 89,
        enabled: () => note,
        run: () => latest.current.enter('note'),
      },
      {
        id: 'ticket.send',
        title: t(mode === 'out' ? 'composer.send' : 'composer.keep'),
        icon: 'send',
        keys: ['Mod+Enter'],
        section: 'current',
        priority: 95,
        enabled: () => ready,
        run: () => latest.current.send(),
      },
    ],
    [t, reply, note, ready, mode],
  );
  useActions(actions);
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
  const chooser = useRef<HTMLInputElement>(null);
  const draft = useDraft(ticket);
  const files = useFiles(ticket.number);
  const [picking, setPicking] = useState<Picking>(null);
  const steps = stepsOf(ticket);
  const [storedStep, setStep] = useWord<StepChoiceValue>('step', stepChoices, 'stay');
  const [goOn, setGoOn] = useSwitch('goOn', true);
  const step = draft.mode === 'out' && storedStep !== 'stay' && steps.includes(storedStep) ? storedStep : null;
  const { send, busy, ready, problem, news } = useSend({ ticket, draft, files, latest, onSent });
  const insert = useInsert(field, draft);
  const templates = useTemplates(ticket);
  const people = usePeople().data?.items ?? [];
  const enter = (mode: ComposerMode): void => {
    if (mode === 'out' ? !ticket.abilities.reply : !ticket.abilities.note) return;
    if (mode !== draft.mode) draft.write({ mode });
    field.current?.focus();
  };
  useWishes(enter);
  const note = draft.mode === 'note';
  const advance = goOn && hasNext && !note;
  useComposerActions({ ticket, send: () => send(step, advance), ready, enter, mode: draft.mode });
  if (!ticket.abilities.reply && !ticket.abilities.note) return null;
  const words = note
    ? t('composer.keep')
    : news
      ? t('composer.sendAnyway')
      : t(advance ? 'composer.sendNext' : 'composer.send');
  const choose = (next: boolean) => () => {
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
      {picking ? (
        <PickList
          label={t(picking === 'templates' ? 'composer.templates' : 'composer.people')}
          icon={picking === 'templates' ? 'tpl' : 'at'}
          items={
            picking === 'templates'
              ? templates
              : people.map((person) => ({ key: person.id, title: person.displayName, note: person.username }))
          }
          empty={t(picking === 'templates' ? 'composer.noTemplates' : 'composer.noPeople')}
          onClose={() => {
            setPicking(null);
            field.current?.focus();
          }}
          onPick={(item) => {
            setPicking(null);
            insert(picking === 'templates' ? item.note : `@${item.title} `);
          }}
        />
      ) : null}
      <div className="cb">
        {note ? null : (
          <Button tone="ghost" size="s" icon="tpl" keys="/" onClick={() => setPicking('templates')}>
            {t('composer.template')}
          </Button>
        )}
        <Button tone="ghost" size="s" icon="clip" onClick={() => chooser.current?.click()}>
          {t('composer.attach')}
        </Button>
        {note ? (
          <Button tone="ghost" size="s" icon="at" onClick={() => setPicking('people')}>
            {t('composer.mention')}
          </Button>
        ) : null}
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-hidden="true"
          tabIndex={-1}
          onChange={(event: ChangeEvent<HTMLInputElement>) => files.add(event.target.files ?? [])}
        />
        <DraftState draft={draft} />
        <span className="sp" />
        {note || steps.length === 0 ? null : <StepChoice steps={steps} value={step} onChange={setStep} />}
        {note ? (
          <Button tone="primary" keys="Mod+Enter" busy={busy} disabled={!ready} onClick={() => send(null, false)}>
            {words}
          </Button>
        ) : (
          <SplitButton
            keys="Mod+Enter"
            busy={busy}
            disabled={!ready}
            onClick={() => send(step, advance)}
            items={[
              { key: 'stay', label: t('composer.send'), checked: !advance, onClick: choose(false) },
              {
                key: 'next',
                label: t('composer.sendNext'),
                checked: advance,
                disabled: !hasNext,
                onClick: choose(true),
              },
            ]}
          >
            {words}
          </SplitButton>
        )}
      </div>
    </section>
  );
};

/** Keys, menus and refused steps may ask for the composer from anywhere. */
const useWishes = (enter: (mode: ComposerMode) => void): void => {
  const wish = useComposerWish();
  const served = useRef(wish?.at ?? 0);
  useEffect(() => {
    if (!wish || wish.at === served.current) return;
    served.current = wish.at;
    enter(wish.mode);
  }, [wish, enter]);
};
