import { isRecord, keep, readKept, scores, textOf, type Score } from '#platform/web/public/index.ts';
import { surveyReasons, type SurveyAnswer } from '../contract.ts';

const wordKey = (token: string): string => `huiyin.word.${token}`;

/** A further word that has not arrived yet. */
export const readWord = (token: string): string => textOf(readKept(wordKey(token)));
export const keepWord = (token: string, word: string): void => keep(wordKey(token), word === '' ? null : word);

/** A rating as far as it is filled in. */
export type KeptAnswer = {
  readonly solved: 'yes' | 'no' | null;
  readonly score: Score | null;
  readonly reasons: SurveyAnswer['reasons'];
  readonly comment: string;
};

export const emptyAnswer: KeptAnswer = { solved: null, score: null, reasons: [], comment: '' };

const answerKey = (token: string): string => `huiyin.rating.${token}`;

export const readAnswer = (token: string): KeptAnswer => {
  const kept = readKept(answerKey(token));
  if (!isRecord(kept)) return emptyAnswer;
  const { solved, score, reasons } = kept;
  return {
    solved: solved === 'yes' || solved === 'no' ? solved : null,
    score: scores.find((one) => one === score) ?? null,
    reasons: surveyReasons.filter((one) => Array.isArray(reasons) && reasons.includes(one)),
    comment: textOf(kept['comment']),
  };
};

export const keepAnswer = (token: string, answer: KeptAnswer | null): void => keep(answerKey(token), answer);
