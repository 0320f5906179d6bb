import { ticketCategories } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { loadTextModel, ModelFormatError, type TextModel } from '#platform/server/text/learn/index.ts';
import type { LearnedField } from '../../contract.ts';
import { findActiveModels, findAsked, modelFile } from './model.queries.ts';

export const usualPrecision = 0.95;
/** Labelled tickets of a class before it may be suggested. */
export const rowsToSuggest = 30;

export type ActiveModel = {
  readonly id: string;
  readonly version: number;
  readonly asked: number;
  readonly model: TextModel;
  /** Classes with enough labelled tickets to be suggested at all. */
  readonly known: ReadonlySet<string>;
};

/** The categories as a tree, for backing off to the parent and for leaving closed ones out. */
export type CategoryPlaces = {
  readonly parents: ReadonlyMap<string, string | null>;
  readonly open: ReadonlySet<string>;
  /** Key, name and English name in small letters: how a file of feedback names it. */
  readonly byName: ReadonlyMap<string, string>;
};

type Category = Awaited<ReturnType<typeof ticketCategories>>[number];

export const placesOf = (categories: readonly Category[]): CategoryPlaces => ({
  parents: new Map(categories.map((one) => [one.key, one.parentKey])),
  open: new Set(categories.flatMap((one) => (one.closed ? [] : [one.key]))),
  byName: new Map(
    categories.flatMap((one) =>
      [one.nameEn, one.name, one.key].filter(Boolean).map((name) => [name.toLowerCase(), one.key] as const),
    ),
  ),
});

/** The open category that a source names in its own words. */
export const namedCategory = ({ byName, open }: CategoryPlaces, name: unknown): string | undefined => {
  const key = typeof name === 'string' ? byName.get(name.trim().toLowerCase()) : undefined;
  return key !== undefined && open.has(key) ? key : undefined;
};

export type Learned = {
  readonly models: ReadonlyMap<LearnedField, ActiveModel>;
  readonly problems: ReadonlyMap<LearnedField, 'newer' | 'damaged'>;
  readonly categories: CategoryPlaces;
};

const nothing: Learned = {
  models: new Map(),
  problems: new Map(),
  categories: placesOf([]),
};
const kept = new WeakMap<App, { learned: Learned; stamp: string }>();

/** What was learned, as intake uses it: at most five seconds behind the table, in every process. */
export const learnedNow = (app: App): Learned => kept.get(app)?.learned ?? nothing;

type Active = Awaited<ReturnType<typeof readState>>['active'][number];

const readState = (app: App) =>
  app.db.read(everything, async (tx) => ({
    active: await findActiveModels(tx),
    asked: await findAsked(tx),
    categories: await ticketCategories(tx),
  }));

const toActive = (row: Active, model: TextModel, asked: number): ActiveModel => ({
  id: row.id,
  version: row.version,
  asked,
  model: model.report.precisionAsked === asked ? model : model.withPrecision(asked),
  known: new Set(model.report.perClass.flatMap((one) => (one.support >= rowsToSuggest ? [one.label] : []))),
});

type Loaded = { field: LearnedField; active: ActiveModel } | { field: LearnedField; problem: 'newer' | 'damaged' };

/** A file that cannot be read is no reason to stop: it is said once, and the rules go on alone. */
const loadModel = async (app: App, row: Active, asked: number, before: ActiveModel | undefined): Promise<Loaded> => {
  if (before?.id === row.id) return { field: row.field, active: toActive(row, before.model, asked) };
  const file = await app.db.read(everything, (tx) => modelFile(tx, row.id));
  try {
    const model = file.bytes === null ? null : loadTextModel(file.bytes);
    if (model === null) return { field: row.field, problem: 'damaged' };
    return { field: row.field, active: toActive(row, model, asked) };
  } catch (error) {
    if (!(error instanceof ModelFormatError)) throw error;
    const told = { field: row.field, version: row.version };
    app.log.warn(
      told,
      error.reason === 'newer'
        ? 'this model was trained by a newer release of Huiyin and cannot be read by this one: the rules go on alone'
        : 'this model is damaged: the rules go on alone',
    );
    return { field: row.field, problem: error.reason };
  }
};

const turns = new WeakMap<App, Promise<void>>();

/** One after the other: a slow look at the table must not put back what a later one has replaced. */
export const refreshModels = (app: App): Promise<void> => {
  const turn = (turns.get(app) ?? Promise.resolve()).then(() => refreshNow(app));
  turns.set(
    app,
    turn.catch(() => undefined),
  );
  return turn;
};

const refreshNow = async (app: App): Promise<void> => {
  const found = kept.get(app);
  if (!found) return;
  const { active, asked, categories } = await readState(app);
  const stamp = JSON.stringify([active.map((row) => [row.id, row.usable]), asked, categories]);
  if (found.stamp === stamp) return;
  const loaded: Loaded[] = [];
  for (const row of active) {
    const before = found.learned.models.get(row.field);
    loaded.push(await loadModel(app, row, asked[row.field] ?? usualPrecision, before));
  }
  found.learned = {
    models: new Map(loaded.flatMap((one) => ('active' in one ? [[one.field, one.active] as const] : []))),
    problems: new Map(loaded.flatMap((one) => ('problem' in one ? [[one.field, one.problem] as const] : []))),
    categories: placesOf(categories),
  };
  found.stamp = stamp;
};

export const openModelCache = (app: App): void => {
  kept.set(app, { learned: nothing, stamp: '' });
};

export const closeModelCache = (app: App): void => {
  kept.delete(app);
};
