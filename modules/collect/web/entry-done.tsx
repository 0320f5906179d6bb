import { type ReactElement, useEffect, useRef } from 'react';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, CopyButton, Empty } from '#platform/web/parts/index.ts';
import type { Receipt } from '../contract.ts';

type DoneProps = { readonly receipt: Receipt; readonly onOpen: () => void; readonly onNext: () => void };

/** The number to tell the caller, and where to go from here; the focus waits on the next caller. */
export const EntryDone = ({ receipt, onOpen, onNext }: DoneProps): ReactElement => {
  const t = useText('collect');
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const number = ticketNumber(receipt.number);
  return (
    <section className="card deskform" role="status">
      <Empty kind="done" title={t('entry.done', { number })} text={t('entry.doneText')}>
        <Button ref={next} tone="primary" size="l" keys="C" onClick={onNext}>
          {t('entry.next')}
        </Button>
        <Button size="l" onClick={onOpen}>
          {t('entry.open')}
        </Button>
      </Empty>
      <div className="row wrap deskfoot">
        <CopyButton text={number} label={t('entry.copyNumber')} />
        <CopyButton text={receipt.trackingUrl} label={t('entry.copyLink')} />
      </div>
    </section>
  );
};
