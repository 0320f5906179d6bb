import type { ReactElement } from 'react';
import { addressOf } from '#platform/web/api.ts';
import { fileSize } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Icon, IconButton, type IconName } from '#platform/web/parts/index.ts';
import { type AttachmentView, ticketRoutes } from '../../contract.ts';

const icons: Record<AttachmentView['kind'], IconName> = { image: 'img', audio: 'mic', video: 'play', document: 'file' };

const addressOfFile = (file: AttachmentView): string => addressOf(ticketRoutes.attachment, { params: { id: file.id } });

const FileFacts = ({ file }: { readonly file: AttachmentView }): ReactElement => {
  const t = useText('ticket');
  const checked = file.scanned === 'clean' ? `·${t('file.clean')}` : '';
  return (
    <span className="f12 t3 wfacts">
      <span className="el">{file.name}</span>
      <span>
        {fileSize(file.bytes)}
        {checked}
      </span>
    </span>
  );
};

const OneFile = ({ file }: { readonly file: AttachmentView }): ReactElement => (
  <a className="row wfile" href={addressOfFile(file)} target="_blank" rel="noreferrer">
    {file.kind === 'image' ? (
      <img className="ph1" src={addressOfFile(file)} alt="" width={120} height={76} loading="lazy" decoding="async" />
    ) : (
      <span className="wicon">
        <Icon name={icons[file.kind]} size="l" />
      </span>
    )}
    <FileFacts file={file} />
  </a>
);

/** The files of a message: pictures as small pictures, a recording with its player. */
export const Attachments = ({ files }: { readonly files: readonly AttachmentView[] }): ReactElement | null => {
  if (files.length === 0) return null;
  return (
    <div className="row wrap wfiles">
      {files.map((file) =>
        file.kind === 'audio' ? (
          <span className="row" key={file.id}>
            <audio controls preload="none" src={addressOfFile(file)} aria-label={file.name} />
            <FileFacts file={file} />
          </span>
        ) : (
          <OneFile key={file.id} file={file} />
        ),
      )}
    </div>
  );
};

export type PendingFile = {
  readonly key: string;
  readonly name: string;
  readonly share: number;
  readonly file: AttachmentView | null;
};

type PendingProps = { readonly files: readonly PendingFile[]; readonly onRemove: (key: string) => void };

/** What goes along with the message that is being written. */
export const PendingFiles = ({ files, onRemove }: PendingProps): ReactElement | null => {
  const t = useText('ticket');
  if (files.length === 0) return null;
  return (
    <ul className="row wrap wpending">
      {files.map((each) => (
        <li key={each.key} className="tag">
          <Icon name={each.file ? icons[each.file.kind] : 'clip'} size="s" />
          <span className="el">{each.name}</span>
          {each.file ? null : <span className="t3">{Math.round(each.share * 100)}%</span>}
          <IconButton
            icon="x"
            size="s"
            label={t('file.remove', { name: each.name })}
            onClick={() => onRemove(each.key)}
          />
        </li>
      ))}
    </ul>
  );
};
