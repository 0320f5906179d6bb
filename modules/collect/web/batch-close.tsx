import { type ReactElement, useState } from 'react';
import { number } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Checkbox, Input, Modal } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type BatchEvent, closeBatchEvent } from '../contract.ts';

type Props = { readonly event: BatchEvent; readonly onClose: () => void };

/** Ends the parent, and offers to end the children with it. */
export const BatchClose = ({ event, onClose }: Props): ReactElement => {
  const t = useText('collect');
  const textOf = useProblemText();
  const [reason, setReason] = useState('');
  const [reply, setReply] = useState('');
  const [children, setChildren] = useState(true);
  const [runId] = useState(() => crypto.randomUUID());
  const close = useRouteMutation(closeBatchEvent, {
    topics: ['tickets'],
    onDone: () => {
      toast({ text: t('batch.closed_done', { label: event.label }) });
      onClose();
    },
  });
  return (
    <Modal
      open
      width={460}
      title={t('batch.closeTitle', { label: event.label })}
      onCancel={onClose}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('platform:cancel')}</Button>
          <Button
            tone="primary"
            type="submit"
            form="batch-close"
            busy={close.isPending}
            disabled={reason.trim() === ''}
          >
            {t('batch.close')}
          </Button>
        </div>
      }
    >
      <form
        id="batch-close"
        className="col batch-form"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          close.mutate({ params: { id: event.id }, body: { runId, reason, reply, children } });
        }}
      >
        {close.error ? <Banner tone="red">{textOf(close.error)}</Banner> : null}
        <label htmlFor="batch-reason" className="t2">
          {t('batch.closeReason')}
        </label>
        <Input
          id="batch-reason"
          autoFocus
          maxLength={500}
          value={reason}
          onChange={(changed) => setReason(changed.target.value)}
        />
        <label htmlFor="batch-reply" className="t2">
          {t('batch.closeReply')}
        </label>
        <Input.TextArea
          id="batch-reply"
          autoSize={{ minRows: 3, maxRows: 8 }}
          maxLength={5000}
          value={reply}
          onChange={(changed) => setReply(changed.target.value)}
        />
        <span className="f12 t3">{t('batch.closeReplyHint')}</span>
        <Checkbox checked={children} onChange={(changed) => setChildren(changed.target.checked)}>
          {t('batch.closeChildren', { count: number(event.children) })}
        </Checkbox>
      </form>
    </Modal>
  );
};
