import { type ReactElement, useRef, useState } from 'react';
import { toProblem, upload as send } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button } from '#platform/web/parts/index.ts';
import { ticketRoutes, type AttachmentView } from '../../contract.ts';
import { PendingFiles } from '../thread/attachments.tsx';
import { tellProblem } from '../use-ticket.ts';

/** Stores one file and says under which id; who shows the control decides where files go. */
export type FieldUpload = (file: File, onProgress: (share: number) => void) => Promise<AttachmentView | null>;

/** To the ticket that has the field. */
export const uploadTo =
  (number: string): FieldUpload =>
  async (file, onProgress) => {
    const body = new FormData();
    body.append('file', file, file.name);
    const { attachments } = await send(ticketRoutes.upload, { params: { number } }, body, { onProgress });
    return attachments[0] ?? null;
  };

type Props = {
  readonly id: string;
  readonly ids: readonly string[];
  readonly onChange: (ids: string[]) => void;
  readonly files?: readonly AttachmentView[];
  readonly upload?: FieldUpload | undefined;
};

const unknownFile = (id: string): AttachmentView => ({
  id,
  name: id,
  mime: '',
  kind: 'document',
  bytes: 0,
  scanned: '',
});

/** The files of a field: those that are there, one being sent, and a button for more. */
export const FileControl = ({ id, ids, onChange, files = [], upload }: Props): ReactElement => {
  const t = useText('ticket');
  const input = useRef<HTMLInputElement>(null);
  const [fresh, setFresh] = useState<readonly AttachmentView[]>([]);
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null);
  const known = [...files, ...fresh];
  const add = async (file: File | undefined): Promise<void> => {
    if (!file || !upload) return;
    setSending({ name: file.name, share: 0 });
    try {
      const kept = await upload(file, (share) => setSending({ name: file.name, share }));
      if (kept) {
        setFresh((before) => [...before, kept]);
        onChange([...ids, kept.id]);
      }
    } catch (error) {
      tellProblem(toProblem(error));
    }
    setSending(null);
  };
  const pending = sending ? [{ key: 'sending', name: sending.name, share: sending.share, file: null }] : [];
  return (
    <div className="col">
      <PendingFiles
        files={[
          ...ids.map((one) => {
            const file = known.find((each) => each.id === one) ?? unknownFile(one);
            return { key: one, name: file.name, share: 1, file };
          }),
          ...pending,
        ]}
        onRemove={(key) => onChange(ids.filter((one) => one !== key))}
      />
      <input
        ref={input}
        type="file"
        hidden
        onChange={(event) => {
          void add(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Button id={id} icon="clip" disabled={!upload || sending !== null} onClick={() => input.current?.click()}>
        {t('customField.addFile')}
      </Button>
    </div>
  );
};
