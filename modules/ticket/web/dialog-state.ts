import { useSyncExternalStore } from 'react';
import type { Macro, TicketAction } from '../contract.ts';

/** What stands open over the workbench. One at a time; asked for by actions, panels and menus alike. */
export type TicketDialog =
  | { readonly kind: 'assign' }
  | { readonly kind: 'classify' }
  | { readonly kind: 'step'; readonly action: TicketAction }
  | { readonly kind: 'link' }
  | { readonly kind: 'merge'; readonly into?: string }
  | { readonly kind: 'task' }
  | { readonly kind: 'macro'; readonly macro?: Macro }
  | { readonly kind: 'reveal'; readonly customerId: string };

type Store<Value> = { get: () => Value; set: (next: Value) => void; use: () => Value };

const store = <Value>(first: Value): Store<Value> => {
  let current = first;
  const listeners = new Set<() => void>();
  const get = (): Value => current;
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get,
    set: (next) => {
      current = next;
      listeners.forEach((listener) => listener());
    },
    use: () => useSyncExternalStore(subscribe, get, get),
  };
};

const dialogs = store<TicketDialog | null>(null);
export const openDialog = (dialog: TicketDialog): void => dialogs.set(dialog);
export const closeDialog = (): void => dialogs.set(null);
export const useDialog = dialogs.use;

export type ComposerMode = 'out' | 'note';
const wishes = store<{ readonly mode: ComposerMode; readonly at: number } | null>(null);
let wish = 0;
/** Brings the cursor into the composer, in this mode. */
export const askComposer = (mode: ComposerMode): void => {
  wish += 1;
  wishes.set({ mode, at: wish });
};
export const useComposerWish = wishes.use;

const fields = store<{ readonly key: string; readonly at: number } | null>(null);
/** Opens the editor of a custom field where its value stands. */
export const askField = (key: string): void => {
  wish += 1;
  fields.set({ key, at: wish });
};
export const useFieldWish = fields.use;
export const fieldWish = fields.get;
/** Granted, or its ticket is left: nothing opens by itself on the next one. */
export const dropFieldWish = (): void => fields.set(null);

const refusals = new Map<string, () => void>();
/** What happens when a step is refused with this code, besides saying so; whoever asked takes it away again. */
export const whenRefused = (code: string, run: () => void): (() => void) => {
  refusals.set(code, run);
  return () => {
    if (refusals.get(code) === run) refusals.delete(code);
  };
};
export const actOnRefusal = (code: string): void => refusals.get(code)?.();

const insertions = store<{ readonly text: string; readonly at: number } | null>(null);
/** Puts words into the reply that is being written: a solution that helped before, a draft that somebody proposes. */
export const insertReply = (text: string): void => {
  wish += 1;
  insertions.set({ text, at: wish });
};
export const useInsertion = insertions.use;

const picking = store(false);
/** While rows are chosen, the keys of the open ticket belong to the whole choice. */
export const setPicking = picking.set;
export const usePicking = picking.use;
