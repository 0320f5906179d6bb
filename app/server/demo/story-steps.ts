import secondAnswers from './second-answers.json' with { type: 'json' };
import type { DemoStory } from './demo-data.ts';

/** What happens next in a story; `survey` needs the invitation that an answer before it caused. */
export type Act =
  | { do: 'arrive' }
  | { do: 'say'; by: 'agent' | 'customer' | 'note'; text: string }
  | { do: 'step'; action: 'verify' | 'solve' | 'answer' | 'archive' }
  | { do: 'decline'; reason: string }
  | { do: 'survey'; score: number; solved: boolean; comment: string }
  | { do: 'settle' }
  | { do: 'quarantine' }
  | { do: 'correct' };

export type Step = { at: Date; story: DemoStory; act: Act };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const solved = new Set<DemoStory['outcome']>(['awaiting', 'closed', 'archived', 'reopened-open', 'reopened-closed']);
const confirmScore = 4;

const fixedChoice = (id: string, count: number): number =>
  [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % count;

/** A low score opens the case again; somebody gets in touch, explains, and nobody answers after that. */
const secondRound = (story: DemoStory, from: number): Step[] => {
  const text = secondAnswers[fixedChoice(story.id, secondAnswers.length)] ?? '';
  const at = from + (5 + fixedChoice(story.id, 14)) * hourMs;
  return [
    { at: new Date(at), story, act: { do: 'say', by: 'agent', text } },
    { at: new Date(at + minuteMs), story, act: { do: 'step', action: 'answer' } },
    { at: new Date(at + 7 * dayMs), story, act: { do: 'settle' } },
  ];
};

const followUpSteps = (story: DemoStory, solvedAt: number): Step[] => {
  const steps: Step[] = (story.followUps ?? []).map((entry) => ({
    at: new Date(solvedAt + entry.afterHours * hourMs),
    story,
    act: { do: 'say', by: entry.by, text: entry.text },
  }));
  const last = steps.at(-1);
  if (!last || story.outcome !== 'reopened-closed') return steps;
  const answeredAt = last.at.getTime() + minuteMs;
  steps.push({ at: new Date(answeredAt), story, act: { do: 'step', action: 'answer' } });
  const score = story.finalRating ?? 5;
  const again: Act = score >= confirmScore ? { do: 'survey', score, solved: true, comment: '' } : { do: 'settle' };
  return [...steps, { at: new Date(answeredAt + (again.do === 'survey' ? 9 * hourMs : 7 * dayMs)), story, act: again }];
};

const afterSolution = (story: DemoStory, solvedAt: number): Step[] => {
  if (story.outcome === 'awaiting') return [];
  if (story.rating === undefined) return [{ at: new Date(solvedAt + 7 * dayMs), story, act: { do: 'settle' } }];
  const ratedAt = solvedAt + (2 + fixedChoice(story.id, 30)) * hourMs;
  const act: Act = {
    do: 'survey',
    score: story.rating,
    solved: story.rating >= confirmScore,
    comment: story.ratingComment ?? '',
  };
  const steps: Step[] = [{ at: new Date(ratedAt), story, act }];
  if (story.rating >= confirmScore) return steps;
  if (story.followUps && story.followUps.length > 0)
    return [...steps, ...followUpSteps(story, Math.max(solvedAt, ratedAt - hourMs))];
  return [...steps, ...secondRound(story, ratedAt)];
};

const threadSteps = (story: DemoStory, arrivedAt: number): Step[] => {
  const solution = solved.has(story.outcome) ? story.thread.findLastIndex((entry) => entry.by === 'agent') : -1;
  const firstAgent = story.thread.findIndex((entry) => entry.by === 'agent');
  return story.thread.flatMap((entry, index): Step[] => {
    const at = new Date(arrivedAt + entry.afterMinutes * minuteMs);
    const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
    const said: Step = { at, story, act: { do: 'say', by: entry.by, text: entry.text } };
    if (
      story.outcome === 'declined' &&
      entry.by === 'agent' &&
      index === story.thread.findLastIndex((one) => one.by === 'agent')
    ) {
      return [{ at, story, act: { do: 'decline', reason: entry.text } }];
    }
    if (index === solution) return [said, { at: later(1), story, act: { do: 'step', action: 'answer' } }];
    if (index !== firstAgent) return [said];
    const goesOn = story.outcome === 'open-resolving' || story.outcome === 'open-replying' || solved.has(story.outcome);
    const steps: Step[] = [said, { at: later(5), story, act: { do: 'correct' } }];
    if (goesOn) steps.push({ at: later(20), story, act: { do: 'step', action: 'verify' } });
    if (story.outcome === 'open-replying') steps.push({ at: later(40), story, act: { do: 'step', action: 'solve' } });
    return steps;
  });
};

/** Everything that happens in a story, with its instant; the caller leaves out what lies in the future. */
export const stepsOf = (story: DemoStory, arrivedAt: Date): Step[] => {
  const steps: Step[] = [{ at: arrivedAt, story, act: { do: 'arrive' } }, ...threadSteps(story, arrivedAt.getTime())];
  if (story.outcome === 'spam')
    steps.push({ at: new Date(arrivedAt.getTime() + 12 * minuteMs), story, act: { do: 'quarantine' } });
  const answer = steps.findLast((step) => step.act.do === 'step' && step.act.action === 'answer');
  if (answer) steps.push(...afterSolution(story, answer.at.getTime()));
  if (story.outcome === 'archived') {
    const last = steps.at(-1);
    if (last)
      steps.push({ at: new Date(last.at.getTime() + 30 * dayMs), story, act: { do: 'step', action: 'archive' } });
  }
  return steps;
};
