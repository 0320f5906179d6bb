import type { ComponentType } from 'react';
import type { Action, PaletteSearch } from './actions.ts';
import type { IconName } from './parts/icon-paths.ts';

export type Lazy<Props extends object = object> = () => Promise<{ default: ComponentType<Props> }>;

/** Places stand together by what one does there, in this order. */
export const railGroups = ['handle', 'insight', 'records'] as const;
export type RailGroup = (typeof railGroups)[number];

export type RailItem = {
  readonly icon: IconName;
  /** Key in the module's own texts; two characters in Chinese, unless it is `rare`. */
  readonly labelKey: string;
  /** Position within its group; the workbench is 10, tickets 20. */
  readonly order: number;
  /** Binding that goes there, such as `G B`. */
  readonly keys?: string;
  /** A number on the rail (things waiting); a hook, called on every render of the rail. */
  readonly useCount?: () => number | undefined;
  /** `handle` unless told. */
  readonly group?: RailGroup;
  /** Not on the rail itself: behind its last entry, "more". */
  readonly rare?: boolean;
  /** On phones behind "more", because the bottom bar holds few. */
  readonly wideOnly?: boolean;
};

export type ModuleRoute = {
  /** As react-router writes it: `/tickets/:number`. */
  readonly path: string;
  readonly lazy: Lazy;
  readonly permission?: string;
  readonly rail?: RailItem;
  /** Rendered without rail and session gate (the login page). */
  readonly bare?: boolean;
  /** Where `/` leads; the lowest order that is permitted wins. */
  readonly homeOrder?: number;
};

export const settingGroups = ['organisation', 'intake', 'handling', 'data'] as const;
export type SettingGroup = (typeof settingGroups)[number];

export type SettingEntry = {
  readonly path: string;
  readonly labelKey: string;
  /** What one finds there, in a line. */
  readonly noteKey?: string;
  readonly icon: IconName;
  readonly group: SettingGroup;
  readonly order: number;
  readonly permission?: string;
  /** The page itself, shown beside the list of settings. */
  readonly lazy: Lazy;
};

export type TicketPanelProps = { readonly ticketId: string; readonly number: string };

/** A section of the ticket's context column. */
export type TicketPanel = {
  readonly id: string;
  readonly order: number;
  readonly permission?: string;
  readonly lazy: Lazy<TicketPanelProps>;
};

/** Something that happened to a promise, marked across the thread: kept, nearly missed, missed. */
export type ThreadMark = {
  readonly id: string;
  readonly at: string;
  readonly tone: 'met' | 'near' | 'over';
  readonly text: string;
};

/** A module that knows marks of a ticket's thread. */
export type ThreadMarker = {
  readonly id: string;
  readonly marksOf: (number: string, signal: AbortSignal) => Promise<readonly ThreadMark[]>;
};

/** Default export of `modules/<name>/web/index.ts`. The name is also the namespace of the module's texts. */
export type WebModule = {
  readonly name: string;
  readonly routes: readonly ModuleRoute[];
  readonly actions?: readonly Action[];
  readonly ticketPanels?: readonly TicketPanel[];
  readonly threadMarker?: ThreadMarker;
  readonly settings?: readonly SettingEntry[];
  readonly paletteSearch?: readonly PaletteSearch[];
};

let collected: readonly WebModule[] = [];

/** Called once by the app, which alone knows the list. */
export const setModules = (modules: readonly WebModule[]): void => {
  collected = modules;
};

export const webModules = (): readonly WebModule[] => collected;

const inOrder = <Item extends { readonly order: number }>(items: readonly Item[]): Item[] =>
  items.toSorted((a, b) => a.order - b.order);

/** Panels of all modules for the ticket's context column, in order. */
export const ticketPanels = (): TicketPanel[] => inOrder(collected.flatMap((module) => module.ticketPanels ?? []));

export const threadMarkers = (): ThreadMarker[] => collected.flatMap((module) => module.threadMarker ?? []);

export type OwnedSetting = SettingEntry & { readonly namespace: string };

export const settingEntries = (): OwnedSetting[] =>
  inOrder(
    collected.flatMap((module) => (module.settings ?? []).map((entry) => ({ ...entry, namespace: module.name }))),
  );
