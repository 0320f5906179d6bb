import { type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { call, toProblem, upload } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { BigButton, FieldError, FileDrop } from '#platform/web/public/index.ts';
import {
  messageLimit,
  mostAttachments,
  type TrackingView,
  uploadTracking,
  urgeTracking,
  writeTracking,
} from '../contract.ts';
import { keepWord, readWord } from './kept-words.ts';
import { makeSendingKey } from './sending-key.ts';

type Said = 'sent' | 'urged' | 'reopened' | null;

export type Composer = {
  readonly body: string;
  readonly setBody: (body: string) => void;
  readonly files: readonly string[];
  readonly setFiles: (ids: string[]) => void;
  readonly uploading: boolean;
  readonly setUploading: (busy: boolean) => void;
  readonly busy: boolean;
  readonly error: string | null;
  readonly said: Said;
  /** Grows with every message that arrived, so that the file tray starts empty again. */
  readonly round: number;
  readonly send: (unsolved: boolean) => Promise<void>;
  readonly urge: () => Promise<void>;
};

/** What the customer writes; it stays until it has arrived. */
export const useComposer = (token: string, onDone: () => void): Composer => {
  const problemText = useProblemText();
  const [body, setBody] = useState(() => readWord(token));
  useEffect(() => keepWord(token, body), [token, body]);
  const [files, setFiles] = useState<readonly string[]>([]);
  const [uploading, setUploading] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [said, setSaid] = useState<Said>(null);
  const [round, setRound] = useState(0);
  const key = useRef(makeSendingKey());
  const attempt = async (act: () => Promise<Said>): Promise<void> => {
    setBusy(true);
    setError(null);
    setSaid(null);
    try {
      setSaid(await act());
      onDone();
    } catch (thrown) {
      setError(problemText(toProblem(thrown)));
    } finally {
      setBusy(false);
    }
  };
  const send = (unsolved: boolean): Promise<void> =>
    attempt(async () => {
      const message = { body: body.trim(), attachments: [...files], unsolved };
      const headers = { 'idempotency-key': key.current.of(JSON.stringify(message)) };
      const { reopened } = await call(writeTracking, { params: { token }, body: message }, { headers });
      key.current.arrived();
      setBody('');
      setFiles([]);
      setRound((before) => before + 1);
      return reopened ? 'reopened' : 'sent';
    });
  const urge = (): Promise<void> =>
    attempt(async () => {
      await call(urgeTracking, { params: { token } });
      return 'urged';
    });
  return { body, setBody, files, setFiles, uploading, setUploading, busy, error, said, round, send, urge };
};

type Props = { readonly composer: Composer; readonly token: string; readonly view: TrackingView };

/** Pictures and sound for the next message, and what became of the last one. */
export const ComposerTray = ({ composer, token, view }: Props): ReactElement => {
  const t = useText('follow-up');
  const { error, said, round, setFiles, setUploading } = composer;
  return (
    <>
      <FileDrop
        key={round}
        maxBytes={view.uploadLimitBytes}
        maxFiles={mostAttachments}
        accept="image/*,audio/*,video/*,.pdf,.txt,.doc,.docx"
        onChange={setFiles}
        onBusy={setUploading}
        send={(file, onProgress, signal) => {
          const form = new FormData();
          form.set('file', file);
          return upload(uploadTracking, { params: { token } }, form, { onProgress, signal });
        }}
      />
      {error ? <FieldError text={`${error} ${t('track.kept')}`} /> : null}
      <p className="meta" role="status" style={{ marginTop: 8 }}>
        {said ? t(`track.${said}`) : ''}
      </p>
    </>
  );
};

/** One line above the thumb. */
export const ComposerBar = ({ composer, view }: Omit<Props, 'token'>): ReactElement => {
  const t = useText('follow-up');
  const id = useId();
  const { body, setBody, files, uploading, busy, send, urge } = composer;
  const empty = body.trim() === '' && files.length === 0;
  return (
    <>
      <div className="fld say1">
        <label className="sr" htmlFor={id}>
          {t('track.add')}
        </label>
        <textarea
          id={id}
          rows={1}
          maxLength={messageLimit}
          placeholder={t('track.add')}
          value={body}
          onChange={(event) => setBody(event.target.value)}
        />
      </div>
      {view.abilities.urge ? (
        <BigButton compact disabled={busy} onClick={() => void urge()}>
          {t('track.urge')}
        </BigButton>
      ) : null}
      <BigButton primary compact busy={busy} disabled={empty || uploading} onClick={() => void send(false)}>
        {t('track.send')}
      </BigButton>
    </>
  );
};
