import type { ClipboardEvent, KeyboardEvent, ReactElement, RefObject } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Icon, KeyHint } from '#platform/web/parts/index.ts';
import { isComposing } from '#platform/web/shortcuts.ts';
import type { TicketDetail } from '../../contract.ts';
import { channelIcon } from '../channel-icon.ts';
import type { ComposerMode } from '../dialog-state.ts';
import type { Picking } from './composer-picks.tsx';
import type { Draft } from './use-draft.ts';

export const ModeTabs = ({
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

type TextProps = {
  readonly draft: Draft;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly onFiles: (files: Iterable<File>) => void;
  readonly onPicking: (picking: Picking) => void;
};

export const ComposerText = ({ draft, field, onFiles, onPicking }: TextProps): ReactElement => {
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
