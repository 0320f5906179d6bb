import { addCategory } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTickets } from '#test/ticket-factory.ts';
import { readTraining, trainingSchema, type TrainingView } from '../../contract.ts';

/** Invented matters of an invented landscape gardener, so that no lexicon or starter rule knows them. */
const matters: Record<string, readonly string[]> = {
  'garden.hedge': ['树篱', '修剪', '剪歪', '枝条', '绿篱'],
  'garden.pond': ['水池', '池水发绿', '水泵', '锦鲤', '过滤棉'],
  'garden.lawn': ['草坪', '草皮', '草籽', '枯黄', '割草'],
};
const openings = [
  '上周你们来',
  '昨天师傅',
  '三月份请你们',
  '我家院子里',
  '小区东侧',
  '前天下午',
  '合同里写明',
  '电话里说好',
];
const endings = ['请再来看看', '希望尽快处理', '不知道怎么办', '麻烦回个电话', '想请师傅复查', '说好的没做到'];

/** The nth message about a matter; all differ. */
export const matterText = (key: string, n: number): string => {
  const words = matters[key] ?? [];
  const pick = (list: readonly string[], step: number): string => list[(n * step + step) % list.length] ?? '';
  return `${pick(openings, 1)}弄的${pick(words, 1)}，${pick(words, 2)}第${n}处不对，${pick(words, 3)}也有问题，${pick(endings, 5)}。`;
};

export const addGarden = async (app: App): Promise<void> => {
  await app.db.write(everything, async (tx) => {
    const add = (key: string, name: string, parentKey: string | null) =>
      addCategory(tx, { key, parentKey, name, nameEn: '', sort: 0 });
    await add('garden', '园艺', null);
    // Only one has a parent: nothing can back off to what several share.
    await add('garden.hedge', '树篱', null);
    await add('garden.pond', '水池', 'garden');
    await add('garden.lawn', '草坪', null);
  });
};

/** Tickets whose category came with the file they were imported from: labels that may be learned from. */
export const importGarden = async (
  it: Pick<TestApp, 'app' | 'departments'>,
  each: number,
  keys: readonly string[] = Object.keys(matters),
  from = 0,
): Promise<void> => {
  const wishes = keys.flatMap((key) =>
    Array.from({ length: each }, (_unused, n) => ({
      departmentId: it.departments.east,
      subject: `${key.length}${n + from}`,
      content: matterText(key, n + from),
      channel: 'import' as const,
      fields: { category: key },
    })),
  );
  await openTestTickets(it, wishes);
};

/** Speaks of two matters at once; people have filed such messages under either. */
export const muddledText = (n: number): string =>
  `池水发绿，草皮枯黄，水泵和割草那两张单子第${n}张弄混了，${openings[n % openings.length]}说的都不算。`;

export const importMuddle = async (it: Pick<TestApp, 'app' | 'departments'>, count: number): Promise<void> => {
  await openTestTickets(
    it,
    Array.from({ length: count }, (_unused, n) => ({
      departmentId: it.departments.east,
      subject: '',
      content: muddledText(n),
      channel: 'import' as const,
      fields: { category: n % 2 === 0 ? 'garden.pond' : 'garden.lawn' },
    })),
  );
};

/** Asks for a training over HTTP and waits until it has ended. */
export const train = async (admin: Caller, fields: readonly string[] = ['category']): Promise<TrainingView> => {
  // One that was cancelled takes a moment to let go.
  const asked = await eventually(async () => {
    const answer = await admin('POST', '/api/classify/train', { fields });
    if (answer.status !== 202) throw new Error(answer.text);
    return answer;
  });
  const { id } = trainingSchema.parse(asked.body);
  return eventually(async () => {
    const answer = await admin('GET', '/api/classify/train');
    const { training } = readTraining.reply.parse(answer.body);
    if (training?.id !== id || training.endedAt === null) throw new Error('still training');
    return training;
  });
};
