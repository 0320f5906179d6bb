import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import type { TicketChannel, TicketKind, TicketLevel } from '../contract.ts';

export type Due = { clock: string; startedAt: Date; warnAt: Date; dueAt: Date; policyId: string };

/** A ticket about to be opened. Stages fill in what the customer did not say; nothing is written yet. */
export type OpeningDraft = {
  readonly id: string;
  readonly customer: { id: string; name: string; tier: string; region: string } | null;
  /** From the customer a hint, after classify the decision. */
  kind?: TicketKind;
  subject: string;
  readonly content: string;
  readonly channel: TicketChannel;
  region: string;
  readonly outletId: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date | null;
  readonly at: Date;
  readonly contactName: string;
  /** In which its customer is spoken to; zh-CN where nobody said. */
  readonly locale?: Locale;
  readonly createdBy?: { id: string; name: string };
  /** The same source twice opens one ticket: a file's line, another system's id. */
  readonly sourceKey?: string;
  linkedTo?: string;
  spam?: boolean;
  categoryKey?: string;
  /** Neither a rule nor a learned model is sure of the category: it waits for a person in the triage queue. */
  unsure?: boolean;
  /** Where a learned model would send it; rules of duty come first. */
  learnedDepartmentId?: string;
  level?: TicketLevel;
  /** -2 very negative to 2 very positive. */
  sentiment?: number;
  triage: Record<string, unknown>;
  departmentId?: string;
  ownerId?: string;
  dues?: Due[];
  readonly attachmentIds?: readonly string[];
  /** What it was made from; a stage that worked ahead (`prepare`) finds its result by it. */
  readonly origin?: object;
};

/** What is known of a voice as soon as it is heard, before it is known who speaks. */
export type HeardText = Pick<OpeningDraft, 'kind' | 'subject' | 'content' | 'channel'>;

/** Pure and synchronous over caches that its module loaded before: it runs inside the transaction that opens the tickets. */
export type OpeningStage = {
  readonly name: string;
  readonly order: number;
  run(drafts: OpeningDraft[], app: App): void;
  /** Work that may be done ahead, while the transaction before is still under way; kept by `origin`. */
  prepare?(origin: object, heard: HeardText, app: App): void;
};

const stages: OpeningStage[] = [];

/** Registering a name again replaces it, so that two apps in one process (tests) do not run a stage twice. */
export const registerOpeningStage = (stage: OpeningStage): void => {
  const same = stages.findIndex((one) => one.name === stage.name);
  if (same >= 0) stages.splice(same, 1);
  stages.push(stage);
  stages.sort((a, b) => a.order - b.order);
};

export const runOpeningStages = (drafts: OpeningDraft[], app: App): void => {
  for (const stage of stages) stage.run(drafts, app);
};

/** Lets the stages work ahead on what was just heard, outside of any transaction. */
export const prepareOpening = (origin: object, heard: HeardText, app: App): void => {
  for (const stage of stages) stage.prepare?.(origin, heard, app);
};
