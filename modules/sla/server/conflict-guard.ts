import { contactOf, normaliseEmail } from '#modules/customer/server/index.ts';
import { peopleByIds } from '#modules/staff/server/index.ts';
import { registerStepGuard, registerTransferGuard, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { dutiesOf } from './duties.ts';

type Matter = Pick<TicketRow, 'id' | 'number' | 'customerId'>;

/** The interest that the product knows by itself: he is the customer. Any other one only he knows. */
const isHisOwn = async (tx: Tx, ticket: Matter, personId: string): Promise<boolean> => {
  if (ticket.customerId === null) return false;
  const [person] = await peopleByIds(tx, [personId]);
  const email = normaliseEmail(person?.email ?? '');
  return email !== null && (await contactOf(tx, ticket.customerId))?.email === email;
};

/** Where a profile of the ticket says that who has an interest steps back, he neither gets it nor takes a step on it. */
const mustStepBack = async (tx: Tx, app: App, ticket: Matter, personId: string | null): Promise<void> => {
  if (personId === null || !(await isHisOwn(tx, ticket, personId))) return;
  const rule = (await dutiesOf(tx, app, ticket)).find((duty) => duty.conflictRule);
  if (rule) throw new Problem('sla.conflict', 409, { profile: rule.profile.name });
};

registerTransferGuard('sla.conflict', async (tx, { app, ticket, to }) => {
  await mustStepBack(tx, app, ticket, to.ownerId);
  return to;
});

registerStepGuard('sla.conflict', 5, async (tx, { app, actor, ticket }) => {
  await mustStepBack(tx, app, ticket, actor.id);
  return 'go';
});
