import type { ReactElement } from 'react';
import type { StoredFileView } from '#platform/contract/stored-file.ts';
import { addressOf } from '#platform/web/api.ts';
import { fileSize } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Icon, IconButton, type IconName } from '#platform/web/parts/index.ts';
import { readApprovalFile } from '../contract.ts';
import type { ActFileUploads } from './use-act-files.ts';

const icons: Record<StoredFileView['kind'], IconName> = { image: 'img', audio: 'mic', video: 'play', document: 'file' };

type FilesProps = { readonly requestId: string; readonly files: readonly StoredFileView[] };

/** What went along with an act; a picture, a paper or a recording opens beside the page. */
export const ActFiles = ({ requestId, files }: FilesProps): ReactElement | null => {
  const t = useText('approval');
  if (files.length === 0) return null;
  return (
    <ul className="row wrap ap-files" aria-label={t('file.list')}>
      {files.map((file) => (
        <li key={file.id} className="f12">
          <a
            className="row ac"
            href={addressOf(readApprovalFile, { params: { id: requestId, fileId: file.id } })}
            target="_blank"
            rel="noreferrer"
          >
            <Icon name={icons[file.kind]} size="s" />
            {file.name}
            <span className="t3">{fileSize(file.bytes)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
};

type ChosenProps = { readonly uploads: ActFileUploads };

/** Files chosen for the act that is being written: named one by one, each with a way back. */
export const ChosenFiles = ({ uploads }: ChosenProps): ReactElement => {
  const t = useText('approval');
  return (
    <span className="row wrap">
      {uploads.files.map((each) => (
        <span key={each.key} className="row tag">
          <Icon name={each.file ? icons[each.file.kind] : 'clip'} size="s" />
          {each.name}
          {each.file ? null : (
            <span className="t3">{t('file.uploading', { share: Math.round(each.share * 100) })}</span>
          )}
          <IconButton
            icon="x"
            size="s"
            label={t('file.remove', { name: each.name })}
            onClick={() => uploads.remove(each.key)}
          />
        </span>
      ))}
    </span>
  );
};

export const AttachFiles = ({ uploads }: ChosenProps): ReactElement => {
  const t = useText('approval');
  return (
    <div className="row wrap">
      <ChosenFiles uploads={uploads} />
      <Button size="s" icon="clip" onClick={uploads.choose}>
        {t('file.add')}
      </Button>
    </div>
  );
};
