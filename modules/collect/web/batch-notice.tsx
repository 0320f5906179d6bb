import { type ReactElement, useState } from 'react';
import { listTemplates } from '#modules/knowledge/contract.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Banner, Button, Card, Input, Select } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { type BatchEvent, type NoticePreview, previewBatchNotice, sendBatchNotice } from '../contract.ts';

const Preview = ({ preview }: { readonly preview: NoticePreview }): ReactElement => {
  const t = useText('collect');
  return (
    <div className="col batch-preview" role="status">
      <b>{preview.send > 0 ? t('batch.willSend', { count: preview.send }) : t('batch.nobody')}</b>
      {preview.skipped.map(({ reason, count }) => (
        <span key={reason} className="f12 t3">
          {t('batch.skipLine', { count, reason: t(`batch.skip.${reason}`) })}
        </span>
      ))}
      {preview.samples.length > 0 ? <span className="f12 t3">{t('batch.samples')}</span> : null}
      {preview.samples.map((sample) => (
        <blockquote key={sample.number}>
          <span className="f12 t3">{`${ticketNumber(sample.number)} ${sample.customerName}`}</span>
          {sample.text}
        </blockquote>
      ))}
    </div>
  );
};

const useTemplates = () => {
  const language = useLanguage();
  const can = useCan();
  const { data } = useRoute(
    listTemplates,
    { query: { purpose: 'reply', enabled: 'true' } },
    { staleMs: 300_000, enabled: can('template.read') },
  );
  return (data?.items ?? []).map((one) => ({
    id: one.id,
    title: language === 'en' && one.titleEn !== '' ? one.titleEn : one.title,
    body: language === 'en' && one.bodyEn !== '' ? one.bodyEn : one.body,
  }));
};

/** One text for the customers of all children: first seen, then sent; a change of the text wants to be seen again. */
export const BatchNotice = ({ event }: { readonly event: BatchEvent }): ReactElement => {
  const t = useText('collect');
  const textOf = useProblemText();
  const templates = useTemplates();
  const [body, setBody] = useState('');
  const [seen, setSeen] = useState<{ body: string; runId: string; preview: NoticePreview } | null>(null);
  const params = { id: event.id };
  const preview = useRouteMutation(previewBatchNotice, {
    // Made with the preview, so that a second click, or an answer that got lost, sends nothing twice.
    onDone: (found, input) => setSeen({ body: input.body.body, runId: crypto.randomUUID(), preview: found }),
  });
  const send = useRouteMutation(sendBatchNotice, {
    onDone: () => {
      toast({ text: t('batch.sent'), icon: 'send' });
      setBody('');
      setSeen(null);
    },
  });
  const problem = preview.error ?? send.error;
  const shown = seen?.body === body ? seen : null;
  const braces = { open: '{{', close: '}}' };
  return (
    <Card title={t('batch.notice')} note={t('batch.noticeNote')}>
      <div className="col batch-form">
        {problem ? <Banner tone="red">{textOf(problem)}</Banner> : null}
        {templates.length > 0 ? (
          <Select
            aria-label={t('batch.template')}
            placeholder={t('batch.template')}
            value={null}
            onChange={(id: string | null) => setBody(templates.find((one) => one.id === id)?.body ?? body)}
            options={templates.map((one) => ({ value: one.id, label: one.title }))}
          />
        ) : null}
        <Input.TextArea
          aria-label={t('batch.noticeText')}
          placeholder={t('batch.noticeText')}
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={5000}
          value={body}
          onChange={(changed) => setBody(changed.target.value)}
        />
        <span className="f12 t3">{t('batch.noticeHint', braces)}</span>
        {shown ? <Preview preview={shown.preview} /> : null}
        <div className="row">
          <Button
            busy={preview.isPending}
            disabled={body.trim() === ''}
            onClick={() => preview.mutate({ params, body: { body } })}
          >
            {t('batch.preview')}
          </Button>
          {shown && shown.preview.send > 0 ? (
            <Button
              tone="primary"
              icon="send"
              busy={send.isPending}
              onClick={() => send.mutate({ params, body: { runId: shown.runId, body: shown.body } })}
            >
              {t('batch.send', { count: shown.preview.send })}
            </Button>
          ) : null}
        </div>
      </div>
    </Card>
  );
};
