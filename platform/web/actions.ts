import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { translate } from './i18n.ts';
import type { IconName } from './parts/icon-paths.ts';
import type { Session } from './session.tsx';
import { type Binding, parseKeys } from './shortcuts.ts';

/** Order of the sections in palette and help sheet: what is at hand first. */
export const sections = ['current', 'create', 'macro', 'go', 'view', 'result'] as const;
export type Section = (typeof sections)[number];

export type ActionContext = {
  readonly navigate: (to: string) => void;
  readonly session: Session | null;
  readonly can: (permission: string | undefined) => boolean;
};

/**
 * One thing a person can do. Palette, menus, bulk bar, shortcuts and the help sheet are views of the same objects.
 * An action that is not permitted is absent everywhere, not greyed.
 */
export type Action = {
  readonly id: string;
  /** A text, or `titleKey` as `namespace:key`. */
  readonly title?: string;
  readonly titleKey?: string;
  readonly icon: IconName;
  /** Bindings such as `A`, `Mod+Enter`, `G H`; the first is shown. */
  readonly keys?: readonly string[];
  /**
   * The keys count only while the focus stands inside of this (a CSS selector): arrows on a card. Palette and menus,
   * which take the focus away, leave such an action out.
   */
  readonly within?: string;
  /** Not even with Ctrl inside a field, where the browser has a meaning of its own for it (undo). */
  readonly outsideFields?: boolean;
  readonly section: Section;
  /** Higher stands first in its section; 0 unless told. */
  readonly priority?: number;
  readonly permission?: string;
  /** A few words beside the title: what it needs, what a macro changes. */
  readonly note?: string;
  /** Other words it is found by. */
  readonly keywords?: readonly string[];
  readonly danger?: boolean;
  readonly enabled?: (context: ActionContext) => boolean;
  readonly run: (context: ActionContext) => void;
  /** Ctrl+Enter in the palette: shows what would change, without changing it. */
  readonly preview?: (context: ActionContext) => void;
};

/** What the screen is about, shown as a tag in the palette: `3827-4165`. */
export type Subject = { readonly label: string; readonly icon: IconName };

/** Finds objects (tickets, customers) for the palette while the person types. */
export type PaletteSearch = {
  readonly id: string;
  readonly permission?: string;
  readonly find: (query: string, signal: AbortSignal) => Promise<readonly Action[]>;
};

type Entry = { readonly actions: readonly Action[]; readonly subject: Subject | null };
type Snapshot = { readonly actions: readonly Action[]; readonly subject: Subject | null };

let entries: readonly Entry[] = [];
let snapshot: Snapshot = { actions: [], subject: null };
const listeners = new Set<() => void>();

const set = (next: readonly Entry[]): void => {
  entries = next;
  // The screen that came last is the innermost, so its actions win a key or an id.
  const byId = new Map<string, Action>();
  for (const entry of entries) for (const action of entry.actions) byId.set(action.id, action);
  snapshot = {
    actions: [...byId.values()],
    subject: entries.findLast((entry) => entry.subject !== null)?.subject ?? null,
  };
  listeners.forEach((listener) => listener());
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const registerActions = (actions: readonly Action[], subject: Subject | null = null): (() => void) => {
  const entry: Entry = { actions, subject };
  set([...entries, entry]);
  return () => set(entries.filter((each) => each !== entry));
};

/**
 * The current screen offers these while it is mounted. Build the array with useMemo: every new array is a new
 * registration.
 */
export const useActions = (actions: readonly Action[], subject?: Subject): void => {
  const label = subject?.label;
  const icon = subject?.icon;
  useEffect(
    () => registerActions(actions, label !== undefined && icon !== undefined ? { label, icon } : null),
    [actions, label, icon],
  );
};

export const useRegisteredActions = (): Snapshot =>
  useSyncExternalStore(
    subscribe,
    () => snapshot,
    () => snapshot,
  );

export const actionTitle = (action: Action): string => {
  if (action.title !== undefined) return action.title;
  const [namespace = 'platform', ...key] = (action.titleKey ?? action.id).split(':');
  return key.length > 0 ? translate(namespace, key.join(':')) : namespace;
};

/** One spelling for what is the same: `Shift+A` and `shift+a`. */
const spellKeys = (keys: string): string =>
  parseKeys(keys)
    .map(({ key, mod, shift }) => `${mod ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${key}`)
    .join(' ');

export const isOffered = (action: Action, context: ActionContext): boolean =>
  context.can(action.permission) && (action.enabled?.(context) ?? true);

export const byOrder = (a: Action, b: Action): number =>
  sections.indexOf(a.section) - sections.indexOf(b.section) || (b.priority ?? 0) - (a.priority ?? 0);

/** What is permitted here and now, in the order of the palette. */
export const offeredActions = (actions: readonly Action[], context: ActionContext): Action[] =>
  actions.filter((action) => isOffered(action, context)).sort(byOrder);

/** The same with those that make no sense at this moment: what one may learn, not only do. */
export const permittedActions = (actions: readonly Action[], context: ActionContext): Action[] =>
  actions.filter((action) => context.can(action.permission)).sort(byOrder);

/** Later registrations first, so that the innermost screen answers a key that two want. */
export const bindingsOf = (actions: readonly Action[]): Binding<Action>[] =>
  actions.toReversed().flatMap((action) => (action.keys ?? []).map((keys) => ({ keys, value: action })));

/** As much of an element as is asked. */
type Placed = { readonly closest: (selector: string) => unknown };

/** Whether the keys of an action mean something where the focus stands now. */
export const isKeyedAt = (
  action: Pick<Action, 'within' | 'outsideFields'>,
  focus: Placed | null,
  inField: boolean,
): boolean =>
  !(inField && action.outsideFields === true) &&
  (action.within === undefined || (focus?.closest(action.within) ?? null) !== null);

export type KeyCollision = { readonly keys: string; readonly ids: readonly string[] };

/**
 * Actions at hand together that want the same keys, or of which one begins with all keys of the other so that it could
 * never be finished. Those that count in different places do not meet.
 */
export const collisionsOf = (actions: readonly Action[]): KeyCollision[] => {
  const bound = actions.flatMap((action) =>
    (action.keys ?? []).map((keys) => ({ id: action.id, within: action.within, keys: spellKeys(keys) })),
  );
  return bound.flatMap((one, index) =>
    bound
      .slice(index + 1)
      .filter((other) => other.id !== one.id && other.within === one.within)
      .filter(
        (other) =>
          other.keys === one.keys ||
          `${other.keys} `.startsWith(`${one.keys} `) ||
          `${one.keys} `.startsWith(`${other.keys} `),
      )
      .map((other) => ({ keys: one.keys, ids: [one.id, other.id] })),
  );
};

/** Where the words of a query stand in a title; empty when one of them is missing. Letters match regardless of case. */
export const matchWords = (title: string, query: string): { from: number; to: number }[] | null => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const low = title.toLowerCase();
  const marks = words.map((word) => ({ from: low.indexOf(word), to: low.indexOf(word) + word.length }));
  return marks.some((mark) => mark.from < 0) ? null : marks;
};

export const findActions = (actions: readonly Action[], query: string): Action[] =>
  actions.filter((action) => {
    const words = [actionTitle(action), ...(action.keywords ?? [])];
    return words.some((each) => matchWords(each, query) !== null);
  });

/** The actions a menu or a bulk bar shows, by their ids and in that order. */
export const usePicked = (ids: readonly string[], context: ActionContext): Action[] => {
  const { actions } = useRegisteredActions();
  return useMemo(
    () =>
      ids
        .map((id) => actions.find((action) => action.id === id))
        .filter((action) => action !== undefined)
        .filter((action) => isOffered(action, context)),
    [ids, actions, context],
  );
};
