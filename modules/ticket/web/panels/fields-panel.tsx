import type { ReactElement } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { hasText, useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Fact } from '#platform/web/parts/index.ts';
import { useCustomFields } from '../fields/use-fields.ts';
import { useTicket } from '../use-ticket.ts';
import { reasonWords } from '../thread/event-words.ts';
import { PanelSection } from './panel-section.tsx';

const wordsOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  return value === null || value === undefined ? '' : JSON.stringify(value);
};

/** What the form asked besides, when it happened, and why it was closed. */
const FieldsPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('ticket');
  const format = useFormat();
  const ticket = useTicket(number).data;
  const defined = useCustomFields();
  if (!ticket) return null;
  // Those that the company defined have a panel of their own.
  const fields = Object.entries(ticket.fields).filter(
    ([key, value]) => wordsOf(value) !== '' && !defined.some((field) => field.key === key),
  );
  return (
    <PanelSection title={t('panel.facts')}>
      <Fact label={t('facts.received')}>
        <time title={format.full(ticket.createdAt)}>{format.instant(ticket.createdAt)}</time>
      </Fact>
      {ticket.occurredAt ? (
        <Fact label={t('facts.occurred')}>
          <time title={format.full(ticket.occurredAt)}>{format.instant(ticket.occurredAt)}</time>
        </Fact>
      ) : null}
      {ticket.transferCount > 0 ? <Fact label={t('facts.transfers')}>{ticket.transferCount}</Fact> : null}
      {ticket.rating !== null ? (
        <Fact label={t('facts.rating')}>{t('facts.score', { count: ticket.rating })}</Fact>
      ) : null}
      {ticket.closeReason ? <Fact label={t('facts.closeReason')}>{reasonWords(t, ticket.closeReason)}</Fact> : null}
      {fields.map(([label, value]) => (
        // A field of the company's own form has only its key; those that we name ourselves have a word.
        <Fact key={label} label={hasText('ticket', `formField.${label}`) ? t(`formField.${label}`) : label}>
          {wordsOf(value)}
        </Fact>
      ))}
    </PanelSection>
  );
};

export default FieldsPanel;
