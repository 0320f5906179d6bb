import { type FormEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { call, toProblem, upload } from '#platform/web/api.ts';
import { useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import {
  BigButton,
  ChoiceTiles,
  FileDrop,
  kindIcons,
  kinds,
  Notice,
  PublicLayout,
  type PublicPageProps,
  TextArea,
  Tick,
  useLoad,
} from '#platform/web/public/index.ts';
import {
  contentLimit,
  type PublicForm,
  readPublicForm,
  type Receipt,
  submitPublicFeedback,
  uploadPublicAttachment,
} from '../contract.ts';
import { checkDraft, type Faults, faultsOf, requestOf, withoutMended } from './public-form-check.ts';
import { FormDone } from './public-form-done.tsx';
import {
  dropSendingKey,
  emptyDraft,
  keepDraft,
  keepReceipt,
  readDraft,
  readReceipt,
  sendingKey,
} from './public-form-draft.ts';
import { ContactInputs, type DraftChange, EarlierFiles, QuestionInputs, useFieldLabel } from './public-form-inputs.tsx';
import { promiseWords } from './public-form-promise.ts';
import { tellHeight } from './public-form-frame.ts';

const mostFiles = 9;
const accepted = 'image/*,audio/*,video/*,.pdf,.txt,.doc,.docx,.xls,.xlsx';

const outletOf = (): string | null => new URLSearchParams(window.location.search).get('outlet');

/** Everything of a form being filled in: what is typed, what is wrong, what is on its way. */
const useFeedback = (form: PublicForm, onReceipt: (receipt: Receipt) => void) => {
  const [draft, setDraft] = useState(() => readDraft(form.key));
  const [faults, setFaults] = useState<Faults>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const problemText = useProblemText();
  const labelOf = useFieldLabel();
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => keepDraft(form.key, draft), [form.key, draft]);
  const change: DraftChange = (part) => {
    setDraft((before) => ({ ...before, ...part }));
    setFaults((before) => withoutMended(before, part));
  };
  const showFaults = (found: Faults): void => {
    setFaults(found);
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const send = async (): Promise<void> => {
    const request = requestOf(draft, form.key, outletOf(), form.fields);
    const found = checkDraft(draft, request, form.fields, labelOf);
    showFaults(found);
    setProblem(null);
    if (Object.keys(found).length > 0) return;
    setSending(true);
    try {
      const headers = { 'idempotency-key': sendingKey(form.key, JSON.stringify(request)) };
      const receipt = await call(submitPublicFeedback, { body: request }, { headers });
      dropSendingKey(form.key);
      keepDraft(form.key, null);
      onReceipt(receipt);
    } catch (thrown) {
      const refused = toProblem(thrown);
      if (refused.fields.length > 0) showFaults(faultsOf(refused));
      setProblem(problemText(refused));
      setSending(false);
    }
  };
  return { draft, change, faults, problem, sending, send, place };
};

type Feedbacks = ReturnType<typeof useFeedback>;

/** Files of this visit, and those that arrived before a reload. */
const Files = ({
  form,
  feedback,
  onBusy,
}: {
  readonly form: PublicForm;
  readonly feedback: Feedbacks;
  readonly onBusy: (busy: boolean) => void;
}): ReactElement => {
  const { draft, change } = feedback;
  const names = useRef(new Map<string, string>());
  const [earlier, setEarlier] = useState(draft.files);
  const [fresh, setFresh] = useState<readonly { id: string; name: string }[]>([]);
  const keep = (first: typeof earlier, second: typeof fresh): void => change({ files: [...first, ...second] });
  const removeEarlier = (id: string): void => {
    const left = earlier.filter((file) => file.id !== id);
    setEarlier(left);
    keep(left, fresh);
  };
  return (
    <>
      <EarlierFiles files={earlier} onRemove={removeEarlier} />
      <FileDrop
        maxBytes={form.uploadLimitBytes}
        maxFiles={mostFiles - earlier.length}
        accept={accepted}
        onBusy={onBusy}
        onChange={(ids) => {
          const now = ids.map((id) => ({ id, name: names.current.get(id) ?? '' }));
          setFresh(now);
          keep(earlier, now);
        }}
        send={async (file, onProgress, signal) => {
          const body = new FormData();
          body.set('file', file);
          const sent = await upload(uploadPublicAttachment, {}, body, { onProgress, signal });
          names.current.set(sent.id, sent.name);
          return sent;
        }}
      />
    </>
  );
};

/** Several places take files; none may say that all have arrived while another still waits. */
const useUploading = () => {
  const [places, setPlaces] = useState<readonly string[]>([]);
  const note = (place: string, busy: boolean): void =>
    setPlaces((before) => [...before.filter((one) => one !== place), ...(busy ? [place] : [])]);
  return { uploading: places.length > 0, note };
};

const Consent = ({ feedback, company }: { readonly feedback: Feedbacks; readonly company: string }): ReactElement => {
  const t = useText('collect');
  const { draft, change, faults } = feedback;
  return (
    <>
      <Tick checked={draft.consent} onChange={(consent) => change({ consent })} error={faults['consent']}>
        {t('form.consent')}
      </Tick>
      <details className="lead">
        <summary style={{ minHeight: 44, lineHeight: '44px', cursor: 'pointer' }}>{t('form.howProtected')}</summary>
        <p>{t('form.protection', { company })}</p>
      </details>
    </>
  );
};

const Fill = ({
  form,
  onReceipt,
}: {
  readonly form: PublicForm;
  readonly onReceipt: (receipt: Receipt) => void;
}): ReactElement => {
  const t = useText('collect');
  const words = useText('platform');
  const language = useLanguage();
  const feedback = useFeedback(form, onReceipt);
  const { uploading, note } = useUploading();
  const { draft, change, faults, problem, sending, send, place } = feedback;
  const id = useId();
  const english = language === 'en';
  const title = english ? form.titleEn || form.title : form.title;
  const { instant } = useFormat();
  const { key, time } = promiseWords(form.promise, { language, instant });
  const promise = key === 'noPromise' ? '' : t(`form.${key}`, { time });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!sending && !uploading) void send();
  };
  return (
    <PublicLayout
      company={form.companyName}
      title={title}
      footer={
        <BigButton primary type="submit" form={id} busy={sending} disabled={uploading}>
          {t(uploading ? 'form.uploading' : sending ? 'form.sending' : 'form.submit')}
        </BigButton>
      }
    >
      <form id={id} ref={place} noValidate onSubmit={onSubmit}>
        <h1>{title}</h1>
        <p className="lead">{[english ? form.introEn || form.intro : form.intro, promise].join(english ? ' ' : '')}</p>
        <ChoiceTiles
          legend={t('form.kind')}
          hideLegend
          value={draft.kind}
          onChange={(kind) => change({ kind })}
          choices={kinds.map((value) => ({ value, label: words(`kind.${value}`), icon: kindIcons[value] }))}
        />
        <TextArea
          label={t('form.content')}
          required
          limit={contentLimit}
          error={faults['content']}
          value={draft.content}
          onChange={(content) => change({ content })}
        />
        <Files form={form} feedback={feedback} onBusy={(busy) => note('', busy)} />
        <QuestionInputs draft={draft} faults={faults} change={change} form={form} onBusy={note} />
        <ContactInputs draft={draft} faults={faults} change={change} sendsMail={form.sendsMail} />
        <Consent feedback={feedback} company={form.companyName} />
        {problem ? (
          <Notice icon="over" tone="red">
            {problem} {t('form.kept')}
          </Notice>
        ) : null}
        <p className="lead" style={{ marginTop: 14 }}>
          {t('form.already')}{' '}
          <a href="/t" target="_top">
            {t('form.track')}
          </a>
        </p>
      </form>
    </PublicLayout>
  );
};

/** What the company asks, then that it has arrived. */
const PublicFormPage = ({ form: asked }: PublicPageProps): ReactElement => {
  const t = useText('collect');
  const words = useText('platform');
  const key = asked ?? 'default';
  const problemText = useProblemText();
  const { data, problem, reload } = useLoad(key, (signal) => call(readPublicForm, { params: { key } }, { signal }));
  const [receipt, setReceipt] = useState(() => readReceipt(key));
  useEffect(tellHeight, []);
  const arrived = (next: Receipt | null): void => {
    keepReceipt(key, next);
    setReceipt(next);
    // What is promised counts from now.
    reload();
    window.scrollTo(0, 0);
    if (next === null) keepDraft(key, emptyDraft);
  };
  if (!data) {
    return (
      <PublicLayout title={t('form.title')}>
        {problem ? (
          <>
            <Notice icon="over" tone="red">
              {problemText(problem)}
            </Notice>
            <p style={{ marginTop: 16 }}>
              <BigButton onClick={reload}>{words('retry')}</BigButton>
            </p>
          </>
        ) : (
          <p className="lead" role="status">
            {words('loading')}
          </p>
        )}
      </PublicLayout>
    );
  }
  if (receipt) return <FormDone form={data} receipt={receipt} onAnother={() => arrived(null)} />;
  return <Fill form={data} onReceipt={arrived} />;
};

export default PublicFormPage;
