import { type ReactElement, type RefObject } from 'react';
import { fillTemplate, listTemplates } from '#modules/knowledge/contract.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import type { TicketDetail } from '../../contract.ts';
import { usePeople } from '../names.ts';
import { PickList } from './pick-list.tsx';
import type { Draft } from './use-draft.ts';

export type Picking = 'templates' | 'people' | null;

const useTemplates = (ticket: TicketDetail) => {
  const language = useLanguage();
  const t = useText('ticket');
  const can = useCan();
  const { data } = useRoute(
    listTemplates,
    { query: { purpose: 'reply', enabled: 'true' } },
    { staleMs: 300_000, enabled: can('template.read') },
  );
  const facts = {
    number: ticketNumber(ticket.number),
    customerName: ticket.customer.name || t('macro.someone'),
    trackingUrl: ticket.trackingUrl,
    companyName: data?.companyName ?? '',
  };
  const inEnglish = (own: string, english: string): string => (language === 'en' && english !== '' ? english : own);
  return (
    [...(data?.items ?? [])]
      // Those of this category first; the rest stays in its order.
      .toSorted((a, b) => Number(b.categoryKey === ticket.categoryKey) - Number(a.categoryKey === ticket.categoryKey))
      .map((one) => ({
        key: one.id,
        title: inEnglish(one.title, one.titleEn),
        note: fillTemplate(inEnglish(one.body, one.bodyEn), facts),
      }))
  );
};

/** Puts words where the cursor stands and leaves it behind them. */
const insertAt = (field: HTMLTextAreaElement | null, body: string, words: string): { body: string; cursor: number } => {
  const from = field?.selectionStart ?? body.length;
  const to = field?.selectionEnd ?? body.length;
  return { body: `${body.slice(0, from)}${words}${body.slice(to)}`, cursor: from + words.length };
};

const useInsert = (field: RefObject<HTMLTextAreaElement | null>, draft: Draft) => (words: string) => {
  const next = insertAt(field.current, draft.body, words);
  draft.write({ body: next.body });
  requestAnimationFrame(() => {
    field.current?.focus();
    field.current?.setSelectionRange(next.cursor, next.cursor);
  });
};

type PicksProps = {
  readonly picking: Picking;
  readonly ticket: TicketDetail;
  readonly draft: Draft;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly onClose: () => void;
};

/** Templates or colleagues, put in where the cursor stood. */
export const ComposerPicks = ({ picking, ticket, draft, field, onClose }: PicksProps): ReactElement | null => {
  const t = useText('ticket');
  const insert = useInsert(field, draft);
  const templates = useTemplates(ticket);
  const people = usePeople().data?.items ?? [];
  if (!picking) return null;
  const close = (): void => {
    onClose();
    field.current?.focus();
  };
  const take = (words: string): void => {
    onClose();
    insert(words);
  };
  return picking === 'templates' ? (
    <PickList
      label={t('composer.templates')}
      icon="tpl"
      items={templates}
      empty={t('composer.noTemplates')}
      onClose={close}
      onPick={(item) => take(item.note)}
    />
  ) : (
    <PickList
      label={t('composer.people')}
      icon="at"
      items={people.map((person) => ({ key: person.id, title: person.displayName, note: person.username }))}
      empty={t('composer.noPeople')}
      onClose={close}
      onPick={(item) => take(`@${item.title} `)}
    />
  );
};
