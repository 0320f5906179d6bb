import type { Translate } from '#platform/web/i18n.ts';
import { flowStates, type FlowState } from '../../contract.ts';
import type { Names } from './edit-spec.ts';

/** Both languages stand in a new flow from the beginning; the administrator changes either. */
export const bothWords = (t: Translate, key: string): Names => ({
  name: t(`${key}.zh`),
  nameEn: t(`${key}.en`),
});

export const stepNamesOf = (t: Translate) => {
  const of = (state: FlowState) => bothWords(t, `flow.blank.${state}`);
  const [first, verifying, resolving, replying, awaiting, closed] = flowStates;
  return {
    [first]: of(first),
    [verifying]: of(verifying),
    [resolving]: of(resolving),
    [replying]: of(replying),
    [awaiting]: of(awaiting),
    [closed]: of(closed),
  };
};

/** Names that nobody has chosen: what stands in the other language goes with them. */
export const blankNames = (t: Translate): readonly Names[] => [
  ...Object.values(stepNamesOf(t)),
  ...['flow', 'next', 'step'].map((key) => bothWords(t, `flow.blank.${key}`)),
];
