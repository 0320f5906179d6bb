/** Rules first, for they are orders; then what was learned; what neither is sure of waits for a person. Pure. */
import { openPanel, type LearnText, type ModelPanel, type Prediction } from '#platform/server/text/learn/index.ts';
import type { LearnedField } from '../contract.ts';
import {
  classifyAs,
  observeText,
  type Classification,
  type ClassifyInput,
  type ClassifyRules,
  type Observation,
} from './engine/classify.ts';
import { feedbackKinds, type FeedbackKind } from './engine/feedback-kind.ts';
import { backOff, judgeField, movingWords, type LearnedVerdict } from './learn/judge-field.ts';
import type { ActiveModel, Learned } from './learn/model-cache.ts';

/** Who decided a field: the sender's own word, a rule or lexicon, a learned model, nobody. */
export type DecidedBy = 'given' | 'rules' | 'model' | 'nobody';

export type Grounds = {
  readonly rules: ClassifyRules;
  /** Rules that are a beginning and no order: they give way to a model that is sure. */
  readonly yielding: ReadonlySet<string>;
  readonly learned: Learned;
};

export type Sorted = {
  readonly result: Classification;
  readonly spam: boolean | undefined;
  readonly departmentId: string | undefined;
  /** Nobody is sure of the category. */
  readonly unsure: boolean;
  readonly by: Partial<Record<LearnedField, DecidedBy>>;
  readonly models: Partial<Record<LearnedField, LearnedVerdict>>;
  /** The customer's words that moved the category's model: dearer than the verdict, so found when they are wanted. */
  words(): readonly string[];
};

/** From this chance on a text is treated as first level: a miss is far worse than a false alarm. */
export const levelOneChance = 0.5;
/** A suggestion this likely against a rule that is no order is worth a person's look. */
const worthALook = 0.5;

type Asked = { readonly active: ActiveModel; readonly prediction: Prediction };

const kindOf = (label: string): FeedbackKind | undefined => feedbackKinds.find((kind) => kind === label);

const reasonOf = (result: Classification, field: string) => result.reasons.find((reason) => reason.field === field);

/** A learned level may raise what the rules said, never lower it. */
const raisedLevel = (level: 1 | 2 | 3, { active, prediction }: Asked): 1 | 2 | 3 => {
  const chance = (label: string): number => prediction.ranked.find((one) => one.label === label)?.confidence ?? 0;
  if (active.known.has('1') && chance('1') >= levelOneChance) return 1;
  return level === 3 && prediction.sure && prediction.label === '2' ? 2 : level;
};

type CategoryChoice = { categoryKey: string | undefined; by: DecidedBy; unsure: boolean };

const chooseCategory = (
  ruled: { categoryKey: string | undefined; isOrder: boolean },
  verdict: LearnedVerdict | undefined,
  parent: { label: string } | undefined,
): CategoryChoice => {
  const { categoryKey, isOrder } = ruled;
  if (categoryKey !== undefined && isOrder) return { categoryKey, by: 'rules', unsure: false };
  if (verdict?.sure === true) return { categoryKey: verdict.label, by: 'model', unsure: false };
  if (categoryKey !== undefined) {
    const disputed = verdict !== undefined && verdict.label !== categoryKey && verdict.confidence >= worthALook;
    return { categoryKey, by: 'rules', unsure: disputed };
  }
  if (parent !== undefined) return { categoryKey: parent.label, by: 'model', unsure: false };
  return { categoryKey: undefined, by: 'nobody', unsure: true };
};

/** The kind decides the usual level, so a text whose kind the model knows better is looked at again as that kind. */
const withLearnedKind = (
  input: ClassifyInput,
  seen: Observation,
  first: Classification,
  asked: Asked | undefined,
): { result: Classification; by: DecidedBy } => {
  const reason = reasonOf(first, 'kind');
  if (input.kindHint !== undefined && reason?.group === 'hint') return { result: first, by: 'given' };
  const open = reason?.group === 'words' || reason?.group === 'default';
  const kind = asked && open && asked.prediction.sure ? kindOf(asked.prediction.label) : undefined;
  if (asked === undefined || kind === undefined || !asked.active.known.has(kind)) return { result: first, by: 'rules' };
  if (kind === first.kind) return { result: first, by: 'model' };
  const again = classifyAs(seen, kind);
  const level = first.level < again.level ? first.level : again.level;
  return { result: { ...again, level, confidence: asked.prediction.confidence }, by: 'model' };
};

const sentimentOf = (label: string): -1 | 0 | 1 | undefined =>
  label === '-1' ? -1 : label === '0' ? 0 : label === '1' ? 1 : undefined;

type Verdicts = Partial<Record<LearnedField, LearnedVerdict>>;

const judgeAll = (asked: ReadonlyMap<LearnedField, Asked>, { categories }: Learned): Verdicts => {
  const verdicts: Verdicts = {};
  for (const [field, { active, prediction }] of asked) {
    const mayBe = field === 'category' ? (label: string) => categories.open.has(label) : undefined;
    const verdict = judgeField(active, prediction, mayBe);
    if (verdict !== undefined) verdicts[field] = verdict;
  }
  return verdicts;
};

const panels = new WeakMap<Learned['models'], ModelPanel>();

const panelOf = (models: Learned['models']): ModelPanel => {
  const known = panels.get(models);
  if (known !== undefined) return known;
  const made = openPanel([...models.values()].map(({ model }) => model));
  panels.set(models, made);
  return made;
};

const askModels = (text: LearnText, { models }: Learned): Map<LearnedField, Asked> => {
  const predictions = panelOf(models).predict(text);
  const asked = new Map<LearnedField, Asked>();
  let at = 0;
  for (const [field, active] of models) {
    const prediction = predictions[at];
    if (prediction !== undefined) asked.set(field, { active, prediction });
    at += 1;
  }
  return asked;
};

/** A sure model overrules the lexicons' guess of advertising, both ways; never where people are in danger. */
const spamOf = (result: Classification, verdict: LearnedVerdict | undefined): boolean | undefined =>
  verdict?.sure === true && result.level !== 1 ? verdict.label === 'spam' : undefined;

export const sortText = (input: ClassifyInput, grounds: Grounds): Sorted => {
  const { learned, yielding } = grounds;
  const seen = observeText(input, grounds.rules);
  const first = classifyAs(seen, input.kindHint);
  if (learned.models.size === 0) return withoutModels(first, input);
  const text: LearnText = { ...(input.subject === undefined ? {} : { title: input.subject }), body: input.content };
  const asked = askModels(text, learned);
  const models = judgeAll(asked, learned);
  const kind = withLearnedKind(input, seen, first, asked.get('kind'));
  const { result } = kind;
  const category = asked.get('category');
  const ruleId = reasonOf(result, 'category')?.ruleId;
  const chosen = chooseCategory(
    { categoryKey: result.categoryKey, isOrder: ruleId !== undefined && !yielding.has(ruleId) },
    models.category,
    category && models.category ? backOff(category.prediction, learned.categories, category.active.asked) : undefined,
  );
  const level = asked.get('level');
  const raised = level === undefined ? result.level : raisedLevel(result.level, level);
  const mood = models.sentiment?.sure === true ? sentimentOf(models.sentiment.label) : undefined;
  // What a rule decided shows the rule's words.
  const shown = chosen.by !== 'rules' || chosen.unsure;
  const { category: verdict } = models;
  return {
    result: {
      ...result,
      level: raised,
      sentiment: mood ?? result.sentiment,
      categoryKey: chosen.categoryKey,
    },
    spam: spamOf(result, models.spam),
    departmentId: models.department?.sure === true ? models.department.label : undefined,
    unsure: chosen.unsure,
    by: {
      kind: kind.by,
      category: chosen.by,
      level: raised === result.level ? 'rules' : 'model',
      sentiment: mood === undefined ? 'rules' : 'model',
      spam: models.spam?.sure === true ? 'model' : 'rules',
    },
    models,
    words: () => (shown && category && verdict ? movingWords(category.active, text, verdict.label) : []),
  };
};

const withoutModels = (result: Classification, input: ClassifyInput): Sorted => ({
  result,
  spam: undefined,
  departmentId: undefined,
  unsure: result.categoryKey === undefined,
  by: {
    kind: input.kindHint !== undefined && reasonOf(result, 'kind')?.group === 'hint' ? 'given' : 'rules',
    category: result.categoryKey === undefined ? 'nobody' : 'rules',
    level: 'rules',
    sentiment: 'rules',
    spam: 'rules',
  },
  models: {},
  words: () => [],
});
