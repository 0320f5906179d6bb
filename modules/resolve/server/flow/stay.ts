import type { TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { FlowStep } from '../../contract/flow.ts';
import type { RunRow } from './run.queries.ts';

/** A ticket that comes to a step. */
export type Entering = {
  readonly app: App;
  /** Who brought it here; the system where nobody did. */
  readonly actor: Actor;
  readonly ticket: TicketRow;
  readonly run: Pick<RunRow, 'flowId' | 'no'> & Partial<RunRow>;
  readonly step: FlowStep;
};

export const stepWords = (step: Pick<FlowStep, 'name' | 'nameEn'>) => ({
  step: step.name,
  stepEn: step.nameEn || step.name,
});

/** The topic of the approval that leaving asks for, whether it is asked on leaving or was asked on entering. */
export const topicOf = (step: FlowStep): string | null =>
  step.approval ?? step.onEnter.find((action) => action.kind === 'approval')?.topic ?? null;
