import type { ReactElement } from 'react';
import type { AttachmentView, PublicTicket } from '#modules/ticket/contract.ts';
import { addressOf } from '#platform/web/api.ts';
import { fileSize, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Icon } from '#platform/web/public/index.ts';

type FileProps = { readonly token: string; readonly file: AttachmentView };

const filePath = { path: '/api/public/tracking/{token}/attachments/{id}' };

const SentFile = ({ token, file }: FileProps): ReactElement => {
  const url = addressOf(filePath, { params: { token, id: file.id } });
  if (file.kind === 'image') {
    return (
      <a href={url} target="_blank" rel="noopener noreferrer">
        <img src={url} alt={file.name} loading="lazy" />
      </a>
    );
  }
  if (file.kind === 'audio') return <audio controls preload="none" src={url} aria-label={file.name} />;
  if (file.kind === 'video') return <video controls preload="none" src={url} aria-label={file.name} />;
  return (
    <a className="file" href={url} target="_blank" rel="noopener noreferrer">
      <Icon name="file" size="s" />
      {file.name} {fileSize(file.bytes)}
    </a>
  );
};

type ThreadProps = { readonly token: string; readonly ticket: PublicTicket };

/** What was said between the customer and the company; nothing of what was said inside. */
export const CaseThread = ({ token, ticket }: ThreadProps): ReactElement => {
  const t = useText('follow-up');
  const { instant, full } = useFormat();
  return (
    <section aria-label={t('track.thread')}>
      <ol className="talk">
        {ticket.messages.map((message) => {
          const own = message.from === 'customer';
          const who = own ? t('track.you') : message.authorName || t('track.company');
          return (
            <li key={message.id} className={own ? 'own' : ''}>
              <div className="who">
                {who} <time dateTime={full(message.at)}>{instant(message.at)}</time>
              </div>
              {message.body}
              {message.attachments.length > 0 ? (
                <ul className="pics">
                  {message.attachments.map((file) => (
                    <li key={file.id}>
                      <SentFile token={token} file={file} />
                    </li>
                  ))}
                </ul>
              ) : null}
            </li>
          );
        })}
      </ol>
    </section>
  );
};
