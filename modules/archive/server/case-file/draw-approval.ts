import { sayFacts, type FactSpeaker } from '#modules/approval/contract.ts';
import type { WholeApproval } from '#modules/approval/server/index.ts';
import { addPictures } from './add-pictures.ts';
import type { CaseSheet } from './case-sheet.ts';
import type { CaseWords } from './case-words.ts';

type View = WholeApproval['view'];
type Act = View['acts'][number];

const speakerOf = (words: CaseWords): FactSpeaker => ({
  locale: words.locale,
  text: words.find,
  instant: words.time,
});

const actWords = (words: CaseWords, act: Act): string => {
  const names = act.to.join(', ');
  const level = act.target?.kind === 'level' ? act.target.level : 0;
  const key =
    act.kind === 'added'
      ? `added_${act.where ?? 'after'}`
      : act.kind === 'rejected'
        ? `rejected_${act.target?.kind ?? 'start'}`
        : act.kind;
  return words.of('approval', `act.${key}`, { names, level });
};

const whoActed = (words: CaseWords, act: Act): string =>
  [
    act.actorId === null ? words.of('approval', 'system') : act.actorName,
    act.insteadOf === null ? '' : words.of('approval', 'log.insteadOf', { name: act.insteadOf }),
  ].join('');

/** One request: what was asked, everything that was done about it in order, and the files that went along. */
export const drawApproval = async (
  sheet: CaseSheet,
  words: CaseWords,
  { view, files }: WholeApproval,
  dir: string,
): Promise<void> => {
  const names = view.factNames;
  const facts = sayFacts({ kind: view.kind, facts: view.facts, names }, speakerOf(words));
  const head = [words.of('approval', `kind.${view.kind}`), words.of('approval', `status.${view.status}`)].join(' · ');
  const asked = [view.title, ...facts.map(([name, value]) => `${name} ${value}`), view.reason];
  sheet.entry(words.time(view.requestedAt), head, asked.filter(Boolean).join('\n'), 'note');
  const byId = new Map(files.map((file) => [file.id, file]));
  for (const act of view.acts) {
    const said = act.kind === 'requested' ? '' : act.comment;
    const did = `${whoActed(words, act)} ${actWords(words, act)}`;
    sheet.entry(words.time(act.at), '', [did, said].filter(Boolean).join('\n'));
    const enclosed = act.files.flatMap((file) => byId.get(file.id) ?? []);
    for (const file of enclosed) sheet.small(words.text('sheet.attached', { name: file.name, bytes: file.bytes }));
    await addPictures(sheet, words, enclosed, dir);
  }
};
