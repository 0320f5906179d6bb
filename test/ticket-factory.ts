import {
  openTickets,
  registerOpeningStage,
  type OpenedTicket,
  type OpeningDraft,
} from '#modules/ticket/server/index.ts';
import { startClocks } from '#modules/sla/server/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import type { TestApp } from './app.ts';

export type TicketWish = Partial<Omit<OpeningDraft, 'id'>> & { departmentId: string; ownerId?: string };

const wishes = new WeakMap<OpeningDraft, TicketWish>();

// After every stage of the product: a test says where its ticket lies, whatever the rules would have said.
registerOpeningStage({
  name: 'test-wish',
  order: 1000,
  run(drafts) {
    for (const draft of drafts) {
      const wish = wishes.get(draft);
      if (!wish) continue;
      draft.departmentId = wish.departmentId;
      draft.ownerId = wish.ownerId;
      if (wish.kind !== undefined) draft.kind = wish.kind;
      if (wish.level !== undefined) draft.level = wish.level;
      if (wish.categoryKey !== undefined) draft.categoryKey = wish.categoryKey;
      draft.unsure = wish.unsure ?? (draft.unsure === true && draft.categoryKey === undefined);
      if (wish.dues !== undefined) draft.dues = wish.dues;
      draft.spam = wish.spam ?? false;
    }
  },
});

/** Tickets as the product opens them, in departments and hands of the test's choice. */
export const openTestTickets = ({ app }: Pick<TestApp, 'app'>, many: readonly TicketWish[]): Promise<OpenedTicket[]> =>
  app.db.write(everything, async (tx) => {
    const drafts = many.map((wish): OpeningDraft => {
      const at = wish.at ?? app.clock.now();
      const draft: OpeningDraft = {
        id: newId(at),
        customer: null,
        kind: 'complaint',
        level: 2,
        subject: '除湿机三天没动',
        content: '快递到嘉定分拨中心之后三天没动，家里等着用。',
        channel: 'form',
        region: '',
        outletId: null,
        fields: {},
        occurredAt: null,
        contactName: '王女士',
        triage: {},
        ...wish,
        at,
      };
      wishes.set(draft, wish);
      return draft;
    });
    const opened = await openTickets(tx, app, drafts);
    await startClocks(tx, opened);
    return opened;
  });

export const openTestTicket = async (test: Pick<TestApp, 'app'>, wish: TicketWish): Promise<OpenedTicket> => {
  const [ticket] = await openTestTickets(test, [wish]);
  if (!ticket) throw new Error('no ticket was opened');
  return ticket;
};
