import type { DemoStory } from './demo-data.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** China has had one offset and no summer time since 1991. */
const SHANGHAI_OFFSET = 8 * 60 * MINUTE;
const KEPT_ON_WEEKENDS_PERCENT = 45;
/** Newer stories stay where they are: an open ticket that moved back would look forgotten. */
const FREE_TO_MOVE_DAYS = 5;

function weight(id: string): number {
  let sum = 7;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return sum % 100;
}

function shanghaiMidnight(instant: number): number {
  return Math.floor((instant + SHANGHAI_OFFSET) / DAY) * DAY - SHANGHAI_OFFSET;
}

function weekdayOf(midnight: number): number {
  return new Date(midnight + SHANGHAI_OFFSET).getUTCDay();
}

function beforeNow(moment: number, story: DemoStory, now: number): number {
  const replied = story.thread.at(-1)?.afterMinutes ?? 0;
  const latest = now - (replied + 4 + (weight(story.id) % 40)) * MINUTE;
  return Math.min(moment, latest);
}

/**
 * When a story's first message arrived, if the demonstration is built at `now`.
 * Weekdays cannot stand in the data, because nobody knows on which day it will be loaded:
 * more than half of what falls on a weekend moves back to the Thursday or Friday before,
 * a duplicate together with its original. Nothing, the thread included, lies in the future.
 */
export function storyArrivedAt(story: DemoStory, now: Date): Date {
  let midnight = shanghaiMidnight(now.getTime()) - story.daysAgo * DAY;
  const weekday = weekdayOf(midnight);
  const onWeekend = weekday === 0 || weekday === 6;
  const mayMove = story.daysAgo >= FREE_TO_MOVE_DAYS && story.daysAgo <= 87;
  const heavy = weight(story.duplicateOf ?? story.id) >= KEPT_ON_WEEKENDS_PERCENT;
  if (onWeekend && mayMove && heavy) {
    midnight -= (weekday === 6 ? 1 : 3) * DAY;
  }
  const moment = midnight + (story.hour * 60 + story.minute) * MINUTE;
  return new Date(beforeNow(moment, story, now.getTime()));
}
