import { describe, expect, test } from 'vitest';
import { flowStates, type FlowSpec } from '../../contract.ts';
import {
  addAfter,
  addIn,
  blankSpec,
  changeStep,
  moveAcross,
  moveWithin,
  removeStep,
  renamed,
  replaced,
} from './edit-spec.ts';
import { cardHeight, layoutOf } from './flow-layout.ts';

const named = (name: string) => ({ name, nameEn: '' });
const stepNames = {
  new: named('受理'),
  verifying: named('核实'),
  resolving: named('解决'),
  replying: named('回复'),
  awaiting: named('待确认'),
  closed: named('关闭'),
};
const blank = (): FlowSpec => blankSpec(named('新流程'), stepNames, named('下一步'));
const wayList = (spec: FlowSpec) => spec.steps.map((step) => `${step.key}>${step.ways.map((way) => way.to).join('|')}`);

describe('editing', () => {
  test('begins with a step for each state in a row', () => {
    expect(wayList(blank())).toEqual([
      'new>verifying',
      'verifying>resolving',
      'resolving>replying',
      'replying>awaiting',
      'awaiting>',
    ]);
  });

  test('a step put behind another takes over its ways', () => {
    const { spec, key } = addAfter(blank(), 'verifying', named('查物流'), named('下一步'));
    expect(wayList(spec).slice(1, 3)).toEqual([`verifying>${key}`, `${key}>resolving`]);
    expect(spec.steps[2]).toMatchObject({ key, state: 'verifying', name: '查物流' });
    const twice = addAfter(spec, key, named('再查'), named('下一步'));
    expect(twice.key).not.toBe(key);
    expect(new Set(twice.spec.steps.map((step) => step.key)).size).toBe(twice.spec.steps.length);
  });

  test('a step taken out lets the others lead on', () => {
    expect(wayList(removeStep(blank(), 'resolving'))).toEqual([
      'new>verifying',
      'verifying>replying',
      'replying>awaiting',
      'awaiting>',
    ]);
    expect(wayList(removeStep(blank(), 'awaiting')).at(-1)).toBe('replying>');
  });

  test('a step moves among those of its state and into the lane beside', () => {
    const { spec, key } = addIn(blank(), 'new', named('登记'));
    expect(
      moveWithin(spec, key, -1)
        .steps.filter((step) => step.state === 'new')
        .map((step) => step.key),
    ).toEqual([key, 'new']);
    expect(moveWithin(spec, 'new', -1)).toBe(spec);
    expect(moveAcross(spec, key, 1).steps.find((step) => step.key === key)?.state).toBe('verifying');
    expect(moveAcross(spec, 'new', -1)).toBe(spec);
    expect(changeStep(spec, 'new', { minutes: 30 }).steps[0]?.minutes).toBe(30);
    expect(replaced([1, 2, 3], 1, null)).toEqual([1, 3]);
  });
});

describe('the picture', () => {
  test('puts every step into the lane of its state, none upon another, and an arrow for every way', () => {
    const { spec, key } = addAfter(blank(), 'verifying', named('查物流'), named('下一步'));
    const layout = layoutOf(spec);
    expect(layout.lanes.map((lane) => lane.state)).toEqual([...flowStates]);
    const at = new Map(layout.cards.map((card) => [card.key, card]));
    expect(at.get(key)?.x).toBe(at.get('verifying')?.x);
    expect((at.get(key)?.y ?? 0) - (at.get('verifying')?.y ?? 0)).toBeGreaterThan(cardHeight);
    expect(layout.arrows.map((arrow) => arrow.to)).toEqual(
      spec.steps.flatMap((step) => step.ways.map((way) => way.to)),
    );
    expect(layout.arrows.every((arrow) => !arrow.back && /^M[\d.-]+ [\d.-]+[CV]/.test(arrow.path))).toBe(true);
    expect(layout.width).toBeGreaterThan((at.get('awaiting')?.x ?? 0) + 100);
  });

  test('leaves out a way to nowhere, and marks those that lead back', () => {
    const spec = changeStep(blank(), 'replying', {
      ways: [
        { key: 'a', to: 'gone', name: '', nameEn: '', when: [] },
        { key: 'b', to: 'resolving', name: '', nameEn: '', when: [] },
      ],
    });
    expect(
      layoutOf(spec)
        .arrows.filter((arrow) => arrow.from === 'replying')
        .map((arrow) => [arrow.to, arrow.back]),
    ).toEqual([['resolving', true]]);
  });
});

describe('a name that is typed', () => {
  const blanks = [
    { name: '新步骤', nameEn: 'New step' },
    { name: '受理', nameEn: 'Accept' },
  ];
  const typed = (before: { name: string; nameEn: string }, letters: readonly object[]) =>
    letters.reduce<{ name: string; nameEn: string }>((names, change) => renamed(names, change, blanks), before);

  test('takes the English words along that nobody chose, and only those', () => {
    expect(typed({ name: '新步骤', nameEn: 'New step' }, [{ name: '新步' }, { name: '查物流' }])).toEqual({
      name: '查物流',
      nameEn: '',
    });
    expect(typed({ name: '受理', nameEn: 'Accept the case' }, [{ name: '接单' }])).toEqual({
      name: '接单',
      nameEn: 'Accept the case',
    });
  });

  test('in English stands for the Chinese one as long as nobody wrote that', () => {
    expect(typed({ name: '新步骤', nameEn: 'New step' }, [{ nameEn: 'T' }, { nameEn: 'Track' }])).toEqual({
      name: 'Track',
      nameEn: 'Track',
    });
    const both = [{ nameEn: 'Track' }, { name: '查物流' }, { nameEn: 'Track it' }];
    expect(typed({ name: '新步骤', nameEn: 'New step' }, both)).toEqual({ name: '查物流', nameEn: 'Track it' });
  });
});
