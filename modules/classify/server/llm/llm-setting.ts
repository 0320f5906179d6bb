import type { App } from '#platform/server/app.ts';
import { seal, unseal } from '#platform/server/crypto/seal.ts';
import { everything } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { createBreaker, type CircuitBreaker, type LlmEndpoint } from '#platform/server/llm/index.ts';
import { checkUrl, OutgoingError } from '#platform/server/outgoing/index.ts';
import type { BodyOf } from '#platform/contract/route.ts';
import type { changeLlmSetting, LlmPurpose, LlmSetting } from '../../contract/llm.ts';
import { findLlmSetting, storeLlmSetting, usedToday, type StoredSetting } from './llm.queries.ts';

const keyPurpose = 'classify.llm.key';

const breakers = new WeakMap<App, CircuitBreaker>();

export const breakerOf = (app: App): CircuitBreaker => {
  const found = breakers.get(app) ?? createBreaker(app.clock);
  breakers.set(app, found);
  return found;
};

export const isConnected = (setting: StoredSetting): boolean => setting.baseUrl !== '' && setting.model !== '';

export const purposesOf = (setting: StoredSetting): readonly LlmPurpose[] =>
  isConnected(setting) ? setting.purposes : [];

export const endpointOf = (app: App, setting: StoredSetting): LlmEndpoint => ({
  baseUrl: setting.baseUrl,
  model: setting.model,
  apiKey: setting.apiKey === null ? null : unseal(app.secret, keyPurpose, setting.apiKey),
  allowedHost: setting.allowedHost,
  timeoutMs: setting.timeoutSeconds * 1000,
});

export const readSetting = (app: App): Promise<LlmSetting> =>
  app.db.read(everything, async (tx) => {
    const { apiKey, ...setting } = await findLlmSetting(tx);
    const today = await usedToday(tx, app.clock.now());
    return { ...setting, hasKey: apiKey !== null, today, paused: breakerOf(app).state === 'open' };
  });

type Wish = BodyOf<typeof changeLlmSetting>;

/** The host in the own network that this address means, if the administrator says so; null for an outside address. */
const allowedHostOf = ({ baseUrl, allowInner }: Wish): string | null => {
  if (baseUrl === '') return null;
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : null;
  const allowed = allowInner ? host : null;
  try {
    const { url } = checkUrl(baseUrl, allowed);
    // A key over plain http could be read on the way; inside the own house that is the company's own matter.
    if (url.protocol !== 'https:' && allowed === null) throw new Problem('classify.llm_plain', 422);
    return allowed;
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    throw new Problem(error.fault === 'blocked' ? 'classify.llm_inner' : 'classify.llm_bad_url', 422);
  }
};

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');

/** Whoever may change the address must not be able to send the key, which he cannot read, somewhere else. */
const keyAfter = (app: App, before: StoredSetting, wish: Wish): string | null => {
  if (wish.apiKey === null || wish.baseUrl === '') return null;
  if (wish.apiKey !== undefined) return seal(app.secret, keyPurpose, wish.apiKey);
  if (before.apiKey !== null && originOf(before.baseUrl) !== originOf(wish.baseUrl))
    throw new Problem('classify.llm_key_again', 422);
  return before.apiKey;
};

export const changeSetting = async (app: App, wish: Wish): Promise<LlmSetting> => {
  const allowedHost = allowedHostOf(wish);
  if (wish.baseUrl !== '' && wish.model === '') throw new Problem('classify.llm_no_model', 422);
  await app.db.write(everything, async (tx) => {
    const before = await findLlmSetting(tx);
    const { allowInner: _allowInner, ...rest } = wish;
    const apiKey = keyAfter(app, before, wish);
    const purposes = [...new Set(wish.purposes)];
    await storeLlmSetting(tx, { ...rest, purposes, apiKey, allowedHost }, app.clock.now());
  });
  breakers.delete(app);
  return readSetting(app);
};
