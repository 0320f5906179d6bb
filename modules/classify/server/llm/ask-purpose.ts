import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { askLlm, createMasker, type ExtraFinder, type LlmEnd, type Masker } from '#platform/server/llm/index.ts';
import { foldKeepingOffsets } from '#platform/server/text/normalise.ts';
import type { LlmPurpose } from '../../contract/llm.ts';
import { findEntities, type EntityKind } from '../engine/entities.ts';
import { compiledRules } from '../rule-cache.ts';
import { breakerOf, endpointOf, isConnected } from './llm-setting.ts';
import { addTokens, findLlmSetting, insertCall, takeCall, type StoredSetting } from './llm.queries.ts';
import { prompts } from './prompts.ts';

/** What of the entities says who or where somebody is, or opens his order elsewhere. */
const hidden: Partial<Record<EntityKind, string>> = {
  phone: 'phone',
  email: 'email',
  idCard: 'id',
  bankCard: 'card',
  order: 'order',
  tracking: 'parcel',
  address: 'address',
};

const finderOf = (app: App): ExtraFinder => {
  const { entities } = compiledRules(app);
  return (text) =>
    findEntities(foldKeepingOffsets(text), text, 0, entities).flatMap(({ kind, start, end }) => {
      const name = hidden[kind];
      return name === undefined ? [] : [{ kind: name, start, end }];
    });
};

/** Hides personal data in what leaves, and knows how to put it back; `names` are people that the caller knows of. */
export const maskerFor = (app: App, names: readonly string[]): Masker => createMasker(names, finderOf(app));

export type Asking<Value> = {
  readonly purpose: LlmPurpose | 'ping';
  /** Masked already. */
  readonly user: string;
  readonly schema: z.ZodType<Value>;
  readonly masked: number;
  readonly ticketId: string | null;
  readonly personId: string | null;
  readonly signal?: AbortSignal;
};

const requireConnected = async (app: App, purpose: Asking<unknown>['purpose']): Promise<StoredSetting> => {
  const setting = await app.db.read(everything, findLlmSetting);
  const isOn = isConnected(setting) && (purpose === 'ping' || setting.purposes.includes(purpose));
  if (!isOn) throw new Problem('classify.llm_off', 409);
  return setting;
};

const budgetOf = (app: App, setting: StoredSetting) => ({
  take: () => app.db.write(everything, (tx) => takeCall(tx, app.clock.now(), setting)),
  spend: ({ input, output }: { input: number; output: number }) =>
    app.db.write(everything, (tx) => addTokens(tx, app.clock.now(), input + output)),
});

export type Asked<Value> = LlmEnd<Value> & { readonly ms: number; readonly model: string };

/** Puts one question, and writes down what became of it; never throws for what the provider does. */
export const askPurpose = async <Value>(app: App, asking: Asking<Value>): Promise<Asked<Value>> => {
  const setting = await requireConnected(app, asking.purpose);
  const prompt = prompts[asking.purpose];
  const { signal } = asking;
  const began = performance.now();
  const question = { name: asking.purpose, ...prompt, user: asking.user, schema: asking.schema };
  const end = await askLlm(endpointOf(app, setting), question, {
    budget: budgetOf(app, setting),
    breaker: breakerOf(app),
    // A wait that is cut short is over; what follows looks at the signal itself.
    wait: (ms) => pause(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
    random: Math.random,
    ...(signal ? { signal } : {}),
  });
  const ms = Math.round(performance.now() - began);
  const at = app.clock.now();
  await app.db.write(everything, (tx) =>
    insertCall(tx, {
      id: newId(at),
      at,
      purpose: asking.purpose,
      promptVersion: prompt.version,
      model: setting.model,
      ticketId: asking.ticketId,
      personId: asking.personId,
      outcome: end.outcome,
      status: end.status,
      attempts: end.attempts,
      inputTokens: end.tokens.input,
      outputTokens: end.tokens.output,
      ms,
      masked: asking.masked,
      request: setting.keepDays === 0 ? null : asking.user,
      answer: setting.keepDays === 0 ? null : end.answer,
    }),
  );
  return { ...end, ms, model: setting.model };
};
