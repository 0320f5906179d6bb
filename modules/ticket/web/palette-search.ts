import type { Action, PaletteSearch } from '#platform/web/actions.ts';
import { call } from '#platform/web/api.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { translate } from '#platform/web/i18n.ts';
import { ticketRoutes } from '../contract.ts';
import { channelIcon } from './channel-icon.ts';

const shortest = 2;

/** Tickets by number or words, old ones too. */
export const ticketSearch: PaletteSearch = {
  id: 'tickets',
  permission: 'ticket.read',
  find: async (query, signal) => {
    if (query.length < shortest) return [];
    const { items } = await call(ticketRoutes.list, { query: { query, state: ['all'], limit: 8 } }, { signal });
    return items.map((ticket): Action => ({
      id: `ticket:${ticket.number}`,
      title: `${ticketNumber(ticket.number)} ${ticket.subject}`,
      note: [ticket.customer.name, translate('ticket', `state.${ticket.state}`)].filter(Boolean).join('·'),
      icon: channelIcon(ticket.channel),
      section: 'result',
      priority: 10,
      run: ({ navigate }) => navigate(`/tickets/${ticket.number}`),
    }));
  },
};
