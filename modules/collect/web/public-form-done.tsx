import { type ReactElement, useEffect, useRef, useState } from 'react';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { BigButton, EchoDone, Icon, Notice, PublicLayout } from '#platform/web/public/index.ts';
import type { PublicForm, Receipt } from '../contract.ts';
import { promiseWords } from './public-form-promise.ts';
import { saveNumberCard } from './public-form-card.ts';

type DoneProps = { readonly form: PublicForm; readonly receipt: Receipt; readonly onAnother: () => void };

const NumberCard = ({ form, receipt }: Omit<DoneProps, 'onAnother'>): ReactElement => {
  const t = useText('collect');
  const [copied, setCopied] = useState(false);
  const number = ticketNumber(receipt.number);
  const copy = (): void => {
    navigator.clipboard?.writeText(`${number} ${receipt.trackingUrl}`).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const save = (): void => {
    const lines = { company: form.companyName, label: t('done.number'), number, link: receipt.trackingUrl };
    saveNumberCard(lines, `${receipt.number}.png`);
  };
  return (
    <section className="card" style={{ marginTop: 26, textAlign: 'center' }}>
      <p className="meta">{t('done.numberNote')}</p>
      <p className="code">{number}</p>
      <div className="row" style={{ justifyContent: 'center', gap: 8, marginTop: 8 }}>
        <BigButton compact icon={copied ? 'check' : 'copy'} onClick={copy}>
          {t(copied ? 'done.copied' : 'done.copy')}
        </BigButton>
        <BigButton compact icon="img" onClick={save}>
          {t('done.save')}
        </BigButton>
      </div>
      <span className="sr" role="status">
        {copied ? t('done.copied') : ''}
      </span>
    </section>
  );
};

/** It has arrived: the number, the promise, and the way to follow it. */
export const FormDone = ({ form, receipt, onAnother }: DoneProps): ReactElement => {
  const t = useText('collect');
  const language = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { instant } = useFormat();
  const { key, time } = promiseWords(form.promise, { language, instant });
  return (
    <PublicLayout
      company={form.companyName}
      title={t('done.title')}
      plainFooter
      footer={
        <a className="btn p" href={receipt.trackingUrl} target="_top">
          {t('done.follow')}
        </a>
      }
    >
      <div style={{ textAlign: 'center', paddingTop: 26 }}>
        <EchoDone />
        <h1 ref={heading} tabIndex={-1} style={{ marginTop: 18 }}>
          {t('done.title')}
        </h1>
        <p className="lead">{t(`done.${key}`, { time })}</p>
        <NumberCard form={form} receipt={receipt} />
      </div>
      <Notice icon="bell">{t(form.sendsMail ? 'done.notices' : 'done.noticesHere')}</Notice>
      <p style={{ textAlign: 'center', marginTop: 16 }}>
        <BigButton compact onClick={onAnother}>
          <Icon name="plus" />
          {t('done.another')}
        </BigButton>
      </p>
    </PublicLayout>
  );
};
