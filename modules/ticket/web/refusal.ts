import type { ApiProblem } from '#platform/web/api.ts';
import { actOnRefusal, askComposer, askField } from './dialog-state.ts';

type Refusal = Pick<ApiProblem, 'code' | 'data'>;

/** The first custom field that a refused step still wants. */
export const missingField = ({ code, data }: Refusal): string | undefined => {
  if (code !== 'ticket.fields_missing' || !Array.isArray(data['keys'])) return undefined;
  return data['keys'].find((key: unknown) => typeof key === 'string');
};

/** Whether what is missing stands on the page, so that a dialog over it only hides it. */
export const isDoneElsewhere = ({ code }: Refusal): boolean =>
  ['ticket.needs_reply', 'ticket.fields_missing', 'resolve.flow_step_open'].includes(code);

/** Takes whoever was refused to where he can do what is missing. */
export const leadToMissing = (problem: Refusal): void => {
  const field = missingField(problem);
  if (problem.code === 'ticket.needs_reply') askComposer('out');
  else if (field !== undefined) askField(field);
  else actOnRefusal(problem.code);
};
