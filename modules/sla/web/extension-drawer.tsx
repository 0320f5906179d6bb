import { type ReactElement, useState } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Banner, Button, Drawer, Form, Input, Segmented } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type ClockView, extendClock } from '../contract.ts';
import { useClockName } from './use-clock-name.ts';

type Props = { readonly number: string; readonly clock: ClockView; readonly onClose: () => void };

const Dates = ({ from, to }: { readonly from: string; readonly to: string }): ReactElement => {
  const t = useText('sla');
  const format = useFormat();
  return (
    <dl className="sdates">
      <dt className="t3">{t('extend.from')}</dt>
      <dd title={format.full(from)}>{format.instant(from)}</dd>
      <dt className="t3">{t('extend.to')}</dt>
      <dd title={format.full(to)}>
        <b>{format.instant(to)}</b>
      </dd>
    </dl>
  );
};

/** Asks for more time: which kind, until when, why; says who has to agree and that the customer is told. */
export const ExtensionDrawer = ({ number, clock, onClose }: Props): ReactElement => {
  const t = useText('sla');
  const language = useLanguage();
  const textOf = useProblemText();
  const nameOf = useClockName();
  const [chosen, setChosen] = useState(clock.extendable[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const spec = clock.extendable.find((one) => one.id === chosen) ?? clock.extendable[0];
  const ask = useRouteMutation(extendClock, {
    topics: ['tickets'],
    onDone: () => {
      toast({ text: t(spec?.needsApproval ? 'extend.asked' : 'extend.granted'), icon: 'clock' });
      onClose();
    },
  });
  const send = (): void => {
    if (spec) ask.mutate({ params: { number, clock: clock.clock }, body: { extensionId: spec.id, reason } });
  };
  const choices = clock.extendable.map((one) => ({
    value: one.id,
    label: language === 'en' && one.nameEn ? one.nameEn : one.name,
  }));
  return (
    <Drawer
      open
      title={t('extend.title', { name: nameOf(clock) })}
      size={440}
      onClose={onClose}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('platform:cancel')}</Button>
          <Button
            tone="primary"
            type="submit"
            form="sla-extend"
            busy={ask.isPending}
            disabled={reason.trim().length < 2}
          >
            {t(spec?.needsApproval ? 'extend.ask' : 'extend.now')}
          </Button>
        </div>
      }
    >
      <Form id="sla-extend" layout="vertical" onFinish={send}>
        {ask.error ? <Banner tone="red">{textOf(ask.error)}</Banner> : null}
        {choices.length > 1 ? (
          <Form.Item label={t('extend.kind')}>
            <Segmented label={t('extend.kind')} choices={choices} value={chosen} onChange={setChosen} />
          </Form.Item>
        ) : (
          <p>
            <b>{choices[0]?.label}</b>
          </p>
        )}
        {spec ? <Dates from={clock.dueAt} to={spec.newDueAt} /> : null}
        <Form.Item label={t('extend.reason')} htmlFor="sla-extend-reason" extra={t('extend.reasonHint')}>
          <Input.TextArea
            id="sla-extend-reason"
            rows={4}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
        {spec?.needsApproval ? <Banner tone="blue">{t('extend.approval')}</Banner> : null}
        {spec?.needsNotice ? <Banner tone="blue">{t('extend.notice')}</Banner> : null}
      </Form>
    </Drawer>
  );
};
