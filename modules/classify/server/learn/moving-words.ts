import type { TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { loadTextModel, ModelFormatError, type TextModel } from '#platform/server/text/learn/index.ts';
import { readTriage, type Triage } from '../read-triage.ts';
import { movingWords } from './judge-field.ts';
import { learnedNow } from './model-cache.ts';
import { modelOfVersion } from './model.queries.ts';

type Kept = { version: number; model: TextModel | null };

/** The last model of the past that somebody asked for: the tickets of one page mostly come from the same one. */
const past = new WeakMap<App, Kept>();

/** A file of a newer release, or a damaged one, must not keep a ticket from being read. */
const readable = (bytes: Uint8Array): TextModel | null => {
  try {
    return loadTextModel(bytes);
  } catch (error) {
    if (error instanceof ModelFormatError) return null;
    throw error;
  }
};

const pastModel = async (tx: Tx, app: App, version: number): Promise<TextModel | null> => {
  const kept = past.get(app);
  if (kept?.version === version) return kept.model;
  const bytes = await modelOfVersion(tx, 'category', version);
  const made = { version, model: bytes === null ? null : readable(bytes) };
  past.set(app, made);
  return made.model;
};

/** The model that decided; when its file has been let go, the one in use, if it knows the label. */
const modelFor = async (tx: Tx, app: App, version: number): Promise<TextModel | undefined> => {
  const active = learnedNow(app).models.get('category');
  if (active?.version === version) return active.model;
  return (await pastModel(tx, app, version)) ?? active?.model;
};

/** Of what a rule decided the rule's own words are shown. */
const isShown = ({ by, unsure }: Triage): boolean => by.category !== 'rules' || unsure;

/**
 * The customer's words that moved the category's model. They follow from the text, the label and the version, which are
 * kept with the ticket, so they are looked for when somebody looks: inside intake they cost more than four predictions.
 */
export const wordsThatMoved = async (
  tx: Tx,
  app: App,
  ticket: Pick<TicketRow, 'subject' | 'triage'>,
  content: string,
): Promise<readonly string[]> => {
  const triage = readTriage(ticket.triage);
  const verdict = triage.models.category;
  if (triage.words.length > 0 || verdict === undefined || !isShown(triage)) return triage.words;
  const model = await modelFor(tx, app, verdict.version);
  return model === undefined ? [] : movingWords({ model }, { title: ticket.subject, body: content }, verdict.label);
};
