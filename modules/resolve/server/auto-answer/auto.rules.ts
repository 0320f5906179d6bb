import type { AutoGuard, AutoRule, AutoSetting } from '../../contract/auto-answer.ts';

/** Pure decisions about answering without a person. Whatever is in doubt is left to people. */

export type LightCase = {
  readonly state: string;
  readonly kind: string;
  readonly level: number;
  /** The category and all above it, nearest first; none for a case without one. */
  readonly categories: readonly string[];
  readonly channel: string;
  readonly sentiment: number;
  readonly tier: string;
  readonly isUnsure: boolean;
  readonly isUrgent: boolean;
  /** 0 to 100: how sure whoever chose the category was; null where nobody chose. */
  readonly confidence: number | null;
  /** A colleague wrote it down for a caller: he spoke to a person already. */
  readonly byStaff: boolean;
  readonly linked: boolean;
  readonly replied: boolean;
};

/** Nobody who is angry wants to be answered by a machine; -2 to 2, below this he is. */
export const leastMood = -1;
const lightLevel = 3;
const plainTier = 'standard';

export const autoRuleFor = (rules: readonly AutoRule[], one: LightCase): AutoRule | null =>
  rules.find(
    (rule) =>
      rule.enabled &&
      rule.kinds.some((kind) => kind === one.kind) &&
      rule.categoryKeys.some((key) => one.categories.includes(key)) &&
      (rule.channels.length === 0 || rule.channels.some((channel) => channel === one.channel)),
  ) ?? null;

/** What the ticket itself says against it; the first in order, null when nothing does. */
export const guardOf = (rule: AutoRule | null, one: LightCase): AutoGuard | null => {
  if (one.level !== lightLevel) return 'level';
  if (one.isUrgent) return 'urgent';
  if (rule === null) return 'rule';
  if (one.isUnsure || one.confidence === null) return 'unsure';
  if (one.confidence < rule.leastConfidence) return 'confidence';
  if (one.sentiment < leastMood) return 'mood';
  if (one.tier !== plainTier) return 'tier';
  if (one.byStaff) return 'staff';
  if (one.linked) return 'linked';
  return null;
};

/** What stands against it only now, and not when one looks back. */
export const guardNow = (
  setting: AutoSetting,
  one: LightCase,
  { isWorkingTime, lastDay }: { isWorkingTime: boolean; lastDay: number },
): AutoGuard | null => {
  if (!setting.enabled) return 'off';
  if (one.state !== 'new' || one.replied || one.channel === 'import') return 'not_new';
  if (setting.workingHoursOnly && !isWorkingTime) return 'hours';
  return lastDay >= setting.mostADay ? 'cap' : null;
};

/** The tail of an id is as good as dice, and the same again when somebody asks why. */
export const isSampled = (ticketId: string, samplePercent: number): boolean =>
  Number.parseInt(ticketId.slice(-6), 16) % 100 < samplePercent;
