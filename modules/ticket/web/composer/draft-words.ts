import type { ComposerMode } from '../dialog-state.ts';

export type Words = { readonly mode: ComposerMode; readonly body: string };

/** A case may end while somebody has it open: from then on only notes can be written. */
export const modeOf = (wanted: ComposerMode, mayReply: boolean): ComposerMode =>
  wanted === 'out' && !mayReply ? 'note' : wanted;

/** What is typed as a note stays one, even if the case is opened again before it is sent. */
export const nextWords = (before: Words, change: Partial<Words>, mayReply: boolean): Words => {
  const next = { ...before, ...change };
  return { ...next, mode: modeOf(next.mode, mayReply) };
};
