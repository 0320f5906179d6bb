import { describe, expect, test } from 'vitest';
import { classifyText, compileRules } from './classify.ts';
import { levelGroups, signLexicon } from './lexicon.ts';
import { isOnlyThoughtOf, isUrgent, levelSigns, signsIn } from './signs.ts';

const rules = compileRules({ rules: [] });
const sorted = (content: string) => classifyText({ content, channel: 'form' }, rules);
const groupsIn = (text: string): string[] => [...new Set(signsIn(text, levelSigns).map(({ group }) => group.id))];

describe('signs of a first-level matter', () => {
  test.each([
    ['手背烫起一串泡', 'injury'],
    ['我奶奶从轮椅上摔下来', 'injury'],
    ['喝完豆浆一直拉', 'poisoning'],
    ['饭里有半截钉子', 'poisoning'],
    ['充电口都烧糊了', 'fire'],
    ['玻璃面板半夜爆了', 'explosion'],
    ['碰一下水龙头手就发麻', 'shock'],
    ['楼道一股煤气味', 'gas'],
    ['保安把我按在地上打', 'violence'],
    ['说是银行的，让我转账，钱没了', 'fraud-loss'],
    ['九岁的孩子给主播打赏两千', 'minor-paid'],
    ['两百多名业主准备一起去街道', 'joint'],
    ['律师函明天到', 'legal-engaged'],
    ['电视台明天来采访', 'media-engaged'],
    ['再不给钱我就从楼上跳下去', 'self-harm'],
    ['井盖不见了', 'structure'],
    ['I burned my left hand on the lid', 'injury-en'],
  ])('%s is %s', (text, group) => {
    expect(groupsIn(text)).toContain(group);
  });

  test.each([
    '手机断货了',
    '快递柜满了',
    '火车票退不了',
    '爆款什么时候有',
    '联名款什么时候补货',
    '给我打电话',
    '头条推荐的',
    '脚本报错',
    '没烧没炸，就是不转',
    'The app is on fire sale',
  ])('%s is none', (text) => {
    expect(groupsIn(text)).toEqual([]);
  });

  test('every sign belongs to a group of the lexicon and every part that is named exists', () => {
    const known = new Set(levelGroups.map(({ id }) => id));
    for (const { group, patterns } of signLexicon.signs) {
      expect(known.has(group), group).toBe(true);
      for (const [, part = ''] of patterns.join('|').matchAll(/\{([A-Z]+)\}/g)) {
        expect(signLexicon.parts, part).toHaveProperty(part);
      }
    }
  });

  test('a long text costs no more than its reach', () => {
    const began = performance.now();
    for (const unit of ['手', '从楼', '骗', '孩子', '吃', '业主', 'in my ', '割', '卡里'])
      signsIn(unit.repeat(50_000), levelSigns);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('what is only thought of', () => {
  test.each([
    ['万一着火怎么办', true],
    ['请问充电会不会爆炸', true],
    ['昨天着火了，请问怎么赔', false],
    ['着火了', false],
    ['目前没出过事，就是提个醒', true],
  ])('%s: %s', (text, expected) => {
    expect(isOnlyThoughtOf(text)).toBe(expected);
  });

  test('fraud told in thanks or in a question is no alarm', () => {
    expect(sorted('感谢你们客服提醒，不然我就被骗走三万了').level).toBe(3);
    expect(sorted('请问陌生号码发的链接是诈骗吗？').level).toBe(3);
    expect(sorted('我被骗走三万，赶紧帮我追回来').level).toBe(1);
  });
});

describe('urgency', () => {
  test.each([
    ['厨房冒烟了，现在不敢进去', true],
    ['上个月烫伤了手，要求赔偿', false],
    ['快递三天没动了', false],
    ['在医院等着交押金，卡被冻结了', true],
  ])('%s: %s', (content, expected) => {
    expect(sorted(content).urgent).toBe(expected);
  });

  test('never for what can wait by its level', () => {
    expect(isUrgent('现在赶紧', 3)).toBe(false);
  });
});

describe('kind and mood by the way it is said', () => {
  test.each([
    ['太“好”了，等了九天', 'complaint', -1],
    ['要是能按颜色筛选就更好了', 'suggestion', 0],
    ['滤芯多久换一次', 'inquiry', 0],
    ['师傅特别专业', 'praise', 1],
    ['型号KX-2，开机显示E5，请派人检测。', 'complaint', 0],
    ['凭什么又扣我钱', 'complaint', -1],
  ])('%s', (content, kind, sentiment) => {
    const result = sorted(content);
    expect({ kind: result.kind, sentiment: result.sentiment }, JSON.stringify(result.reasons)).toEqual({
      kind,
      sentiment,
    });
  });
});
