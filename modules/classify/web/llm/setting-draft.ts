import type { BodyInputOf } from '#platform/contract/route.ts';
import type { changeLlmSetting, LlmPurpose, LlmSetting } from '../../contract.ts';

/** What stands in the form; the key is never there, only a new one that is typed in. */
export type SettingDraft = {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string;
  readonly dropKey: boolean;
  readonly allowInner: boolean;
  readonly purposes: readonly LlmPurpose[];
  readonly callsPerDay: number;
  readonly tokensPerDay: number;
  readonly timeoutSeconds: number;
  readonly keepDays: number;
};

export const draftOf = (setting: LlmSetting): SettingDraft => ({
  baseUrl: setting.baseUrl,
  model: setting.model,
  apiKey: '',
  dropKey: false,
  allowInner: setting.allowedHost !== null,
  purposes: setting.purposes,
  callsPerDay: setting.callsPerDay,
  tokensPerDay: setting.tokensPerDay,
  timeoutSeconds: setting.timeoutSeconds,
  keepDays: setting.keepDays,
});

/** A key that is not touched is not sent, so it stays. */
export const wishOf = ({ apiKey, dropKey, purposes, ...rest }: SettingDraft): BodyInputOf<typeof changeLlmSetting> => ({
  ...rest,
  purposes: [...purposes],
  ...(dropKey ? { apiKey: null } : apiKey.trim() === '' ? {} : { apiKey }),
});
