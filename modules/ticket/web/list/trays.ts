import { z } from 'zod';
import type { TicketFilter } from '../../contract.ts';

/** The tabs of the workbench, and the standing views behind its menu. */
export const trays = ['mine', 'soon', 'followed', 'pool'] as const;
export const standing = ['open', 'overdue', 'awaiting', 'bounced', 'spam'] as const;
const placeSchema = z.enum([...trays, ...standing]);
export type Place = z.infer<typeof placeSchema>;
/** A tray, a standing view, or a view saved by somebody. */
export type Source =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'view'; readonly id: string }
  /** What waits for one's signature: no tickets, but requests about them. */
  | { readonly kind: 'approvals' };

export const readSource = (value: string | null): Source => {
  if (value === 'approvals') return { kind: 'approvals' };
  const place = placeSchema.safeParse(value);
  if (place.success) return { kind: 'place', place: place.data };
  const id = z.uuid().safeParse(value);
  return id.success ? { kind: 'view', id: id.data } : { kind: 'place', place: 'mine' };
};

export const sourceKey = (source: Source): string => {
  if (source.kind === 'approvals') return 'approvals';
  return source.kind === 'place' ? source.place : source.id;
};

const soonMs = 2 * 3_600_000;
const stepMs = 5 * 60_000;

/** In steps of five minutes: a filter that differed at every look would fetch the list at every look. */
const stepped = (ms: number): string => new Date(Math.ceil(ms / stepMs) * stepMs).toISOString();

export const filterOfPlace = (place: Place, now: Date): TicketFilter => {
  switch (place) {
    case 'mine':
      return { mine: true, state: ['open'] };
    case 'soon':
      return { dueBefore: stepped(now.getTime() + soonMs), sort: 'due' };
    case 'followed':
      return { followed: true, state: ['open'] };
    case 'pool':
      return { pool: true };
    case 'open':
      return { state: ['open'] };
    case 'overdue':
      return { dueBefore: stepped(now.getTime() - stepMs), sort: 'due' };
    case 'awaiting':
      return { state: ['awaiting'] };
    case 'bounced':
      return { transfers: 2, state: ['open'] };
    case 'spam':
      return { state: ['spam'] };
  }
};

const countKeys = {
  mine: 'mine',
  soon: 'dueSoon',
  followed: 'followed',
  pool: 'pool',
  open: 'open',
  overdue: 'overdue',
  awaiting: 'awaiting',
  bounced: 'bounced',
  spam: 'spam',
} as const;

export const countKeyOf = (place: Place): (typeof countKeys)[Place] => countKeys[place];
