import type { NewEvent } from '#platform/server/events/event.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { CustomValue } from '../contract/custom-fields.ts';
import type { LinkKind, TicketKind, TicketState } from '../contract.ts';

/** What the ticket tells the others. Subject is always the ticket's id; data holds ids and keys, never words of people. */
export type TicketEventData = {
  'ticket.opened': {
    number: string;
    kind: TicketKind;
    level: number;
    categoryKey: string | null;
    departmentId: string;
    ownerId: string | null;
    channel: string;
    customerId: string | null;
    spam: boolean;
    linkedTo: string | null;
  };
  'ticket.message_added': { messageId: string; direction: 'in' | 'out' | 'note'; mentions: readonly string[] };
  'ticket.accepted': Step;
  'ticket.verified': Step;
  'ticket.solved': Step;
  'ticket.answered': Step;
  'ticket.closed': Step;
  'ticket.reopened': Step;
  'ticket.declined': Step;
  'ticket.archived': Step;
  'ticket.restored': Step;
  'ticket.quarantined': Step;
  'ticket.assigned': {
    fromDepartmentId: string;
    toDepartmentId: string;
    fromOwnerId: string | null;
    toOwnerId: string | null;
    reason: string;
    claimed: boolean;
  };
  'ticket.reclassified': { field: 'kind' | 'categoryKey' | 'level' | 'sentiment'; from: string | null; to: string };
  /** What a text said stands in `ticket_field_wording`; the thread shows each change only to who may read the field. */
  'ticket.fields_changed': { changes: readonly FieldValueChange[] };
  /** A person said yes to the category that a rule or a model had proposed. */
  'ticket.category_confirmed': { categoryKey: string };
  /** Several of the other events came about in one go. */
  'ticket.macro_applied': { macroId: string; name: string; nameEn: string };
  'ticket.urged': { urgeCount: number };
  'ticket.task_added': { taskId: string; kind: string; ownerId: string | null; departmentId: string; dueAt: string };
  'ticket.task_done': { taskId: string; kind: string };
  /** This ticket lives on in another; `from` is the state it was in. */
  'ticket.merged': Linked & { from: TicketState };
  'ticket.unmerged': Linked & { to: TicketState };
  /** Another ticket lives on in this one, or no longer. */
  'ticket.merged_in': Linked;
  'ticket.merged_out': Linked;
  /** A second matter got a ticket of its own. */
  'ticket.split': Linked;
  'ticket.linked': Linked;
  'ticket.unlinked': Linked;
};

export type FieldValueChange =
  | { readonly key: string; readonly from: CustomValue | null; readonly to: CustomValue | null }
  | { readonly key: string; readonly wordingId: string };

/** Without a relation: the repeat that `ticket.linked_to` holds. */
type Linked = { toId: string; toNumber: string; relation?: LinkKind };
type Step = { from: TicketState; to: TicketState; reason?: string };
export type TicketEventName = keyof TicketEventData;
/** The events of steps of the state machine; all carry the same data. */
export type StepEventName = (typeof stepEventNames)[number];

export const stepEventNames = [
  'ticket.accepted',
  'ticket.verified',
  'ticket.solved',
  'ticket.answered',
  'ticket.closed',
  'ticket.reopened',
  'ticket.declined',
  'ticket.archived',
  'ticket.restored',
  'ticket.quarantined',
] as const satisfies readonly TicketEventName[];

export const ticketEventNames = [
  'ticket.opened',
  'ticket.message_added',
  ...stepEventNames,
  'ticket.assigned',
  'ticket.reclassified',
  'ticket.category_confirmed',
  'ticket.macro_applied',
  'ticket.urged',
  'ticket.task_added',
  'ticket.task_done',
  'ticket.merged',
  'ticket.unmerged',
  'ticket.merged_in',
  'ticket.merged_out',
  'ticket.split',
  'ticket.linked',
  'ticket.unlinked',
] as const satisfies readonly TicketEventName[];

export type EventActor = Pick<Actor, 'kind' | 'id' | 'name'>;

export const ticketEvent = <Name extends TicketEventName>(
  name: Name,
  ticketId: string,
  actor: EventActor,
  at: Date,
  data: TicketEventData[Name],
): NewEvent => ({ name, subjectId: ticketId, actor, at, data });
