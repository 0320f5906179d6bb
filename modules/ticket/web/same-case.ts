import type { TicketDetail } from '../contract.ts';

type Case = Pick<TicketDetail, 'state' | 'owner' | 'department' | 'kind' | 'level' | 'categoryKey' | 'messageCount'>;

/** Nothing that a person decides by has changed between two versions: nobody spoke, moved it or took it. */
export const sameCase = (before: Case, after: Case): boolean =>
  before.state === after.state &&
  before.owner?.id === after.owner?.id &&
  before.department.id === after.department.id &&
  before.kind === after.kind &&
  before.level === after.level &&
  before.categoryKey === after.categoryKey &&
  before.messageCount === after.messageCount;
