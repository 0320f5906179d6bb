import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flowLimits, flowSpecSchema, type FlowSpec, type FlowState } from '../../contract/flow.ts';
import { checkFlow, type Known } from './check-flow.ts';
import { makeSpec, makeWay, plainSteps } from './flow.fixture.ts';
import { actionBetween, entryIn, isOpenWay, mayEndIn, stepOf } from './flow.rules.ts';

const east = '0a000000-0000-7000-8000-00000000000a';
const closed = '0a000000-0000-7000-8000-00000000000b';
const known: Known = {
  roles: new Set(['agent', 'handler']),
  departments: new Map([
    [east, false],
    [closed, true],
  ]),
  categories: new Set(['refund']),
  fields: new Map([
    ['batch_no', false],
    ['old_no', true],
  ]),
  templates: new Set(),
};

const faultsOf = (spec: FlowSpec) =>
  checkFlow(spec, known).map((fault) => `${fault.step ?? '-'} ${fault.code} ${fault.detail}`.trim());
const errorsOf = (spec: FlowSpec) => checkFlow(spec, known).filter((fault) => fault.severity === 'error');

describe('a flow', () => {
  test('of one step for each state is sound', () => {
    expect(faultsOf(makeSpec(plainSteps()))).toEqual([]);
  });

  test.each<[string, FlowSpec, string[]]>([
    ['without steps', makeSpec([]), ['- no_steps']],
    [
      'that begins late',
      makeSpec([
        { key: 'a', state: 'verifying', ways: [makeWay('b')] },
        { key: 'b', state: 'awaiting' },
      ]),
      ['a start_not_new'],
    ],
    [
      'with two steps of one key',
      makeSpec([...plainSteps(), { key: 'accept', state: 'new' }]),
      ['- duplicate_key accept', 'accept end_too_early'],
    ],
    [
      'with a step that nothing leads to',
      makeSpec([...plainSteps(), { key: 'lost', state: 'awaiting' }]),
      ['lost unreachable'],
    ],
    [
      'that jumps',
      makeSpec([
        { key: 'a', state: 'new', ways: [makeWay('b')] },
        { key: 'b', state: 'replying', ways: [makeWay('c')] },
        { key: 'c', state: 'awaiting' },
      ]),
      ['a illegal_jump 步骤 b'],
    ],
    [
      'that goes back to where nobody can',
      makeSpec(plainSteps({ verify: { ways: [makeWay('accept'), makeWay('solve')] } })),
      ['verify illegal_jump 步骤 accept'],
    ],
    [
      'that ends before the customer heard',
      makeSpec([
        { key: 'a', state: 'new', ways: [makeWay('b')] },
        { key: 'b', state: 'verifying' },
      ]),
      ['a endless_loop', 'b end_too_early'],
    ],
    [
      'that leads nowhere',
      makeSpec(plainSteps({ verify: { ways: [makeWay('solve'), makeWay('gone')] } })),
      ['verify unknown_target gone'],
    ],
    [
      'out of which only conditions lead',
      makeSpec(plainSteps({ verify: { ways: [makeWay('solve', { when: [{ fact: 'level', is: 'eq', value: 1 }] })] } })),
      ['accept endless_loop', 'verify only_conditions'],
    ],
    [
      'that turns in a circle unless a condition holds',
      makeSpec([
        { key: 'accept', state: 'new', ways: [makeWay('one')] },
        { key: 'one', state: 'verifying', ways: [makeWay('two')] },
        {
          key: 'two',
          state: 'verifying',
          ways: [makeWay('solve', { when: [{ fact: 'level', is: 'eq', value: 1 }] }), makeWay('one')],
        },
        ...plainSteps().slice(2),
      ]),
      ['accept endless_loop', 'one endless_loop', 'two endless_loop'],
    ],
    [
      'whose ends are all circles',
      makeSpec([{ key: 'a', state: 'new', ways: [makeWay('a')] }]),
      ['- no_end', 'a endless_loop'],
    ],
  ])('%s is told what is wrong', (_name, spec, faults) => {
    expect(faultsOf(spec)).toEqual(faults);
  });

  test('may go back within a state as long as another way leads on', () => {
    const back = plainSteps({ solve: { ways: [makeWay('again'), makeWay('confirm')] } });
    expect(faultsOf(makeSpec([...back, { key: 'again', state: 'resolving', ways: [makeWay('solve')] }]))).toEqual([]);
  });

  test.each<[string, Parameters<typeof plainSteps>[0], string[]]>([
    ['role', { verify: { role: 'pilot' } }, ['verify unknown_role pilot']],
    [
      'department',
      { verify: { departmentId: '0a000000-0000-7000-8000-00000000000f' } },
      ['verify unknown_department 0a000000-0000-7000-8000-00000000000f'],
    ],
    ['closed department', { verify: { departmentId: closed } }, [`verify closed_department ${closed}`]],
    ['field', { verify: { fields: ['shoe_size'] } }, ['verify unknown_field shoe_size']],
    ['retired field', { verify: { fields: ['old_no'] } }, ['verify retired_field old_no']],
    [
      'empty item',
      { verify: { checks: [{ key: 'one', text: '', textEn: '', required: true }] } },
      ['verify empty_check one'],
    ],
    [
      'item twice',
      { verify: { checks: ['one', 'one'].map((key) => ({ key, text: 'x', textEn: '', required: true })) } },
      ['verify duplicate_key one'],
    ],
    ['empty name', { verify: { name: '' } }, ['verify empty_name verify']],
    ['note without words', { verify: { onEnter: [{ kind: 'note', text: '' }] } }, ['verify empty_text note']],
    ['template', { verify: { onEnter: [{ kind: 'draft', templateId: east }] } }, [`verify unknown_template ${east}`]],
    [
      'category',
      {
        verify: {
          ways: [
            makeWay('solve'),
            makeWay('solve', { key: 'x', when: [{ fact: 'category', is: 'eq', value: 'cars' }] }),
          ],
        },
      },
      ['verify unknown_category cars'],
    ],
    [
      'comparison',
      {
        verify: {
          ways: [
            makeWay('solve'),
            makeWay('solve', { key: 'x', when: [{ fact: 'kind', is: 'gt', value: 'complaint' }] }),
          ],
        },
      },
      ['verify bad_condition kind'],
    ],
    [
      'number',
      {
        verify: {
          ways: [makeWay('solve'), makeWay('solve', { key: 'x', when: [{ fact: 'amount', is: 'gt', value: 'much' }] })],
        },
      },
      ['verify bad_condition amount'],
    ],
    [
      'nothing to compare with',
      {
        verify: {
          ways: [makeWay('solve'), makeWay('solve', { key: 'x', when: [{ fact: 'level', is: 'eq', value: null }] })],
        },
      },
      ['verify bad_condition level'],
    ],
  ])('that names a wrong %s is told so', (_name, wish, faults) => {
    expect(faultsOf(makeSpec(plainSteps(wish)))).toEqual(faults);
  });

  test('may still ask for a field that is retired, with a warning: old tickets hold it', () => {
    const when = [{ fact: 'field.old_no', is: 'filled' as const, value: null }];
    const spec = makeSpec(plainSteps({ verify: { ways: [makeWay('solve', { key: 'x', when }), makeWay('solve')] } }));
    expect(checkFlow(spec, known)).toEqual([
      { code: 'retired_field', severity: 'warning', step: 'verify', detail: 'old_no' },
    ]);
  });

  test('of two hundred steps is checked at once, of two hundred and one refused', () => {
    const chain = (length: number) => [
      { key: 'accept', state: 'new' as const, ways: [makeWay('s0')] },
      ...Array.from({ length: length - 2 }, (_, at) => ({
        key: `s${at}`,
        state: 'verifying' as const,
        ways: [makeWay(at === length - 3 ? 'confirm' : `s${at + 1}`)],
      })),
      { key: 'confirm', state: 'awaiting' as const },
    ];
    const spec = makeSpec(chain(flowLimits.steps));
    const began = performance.now();
    expect(faultsOf(spec)).toEqual([]);
    expect(performance.now() - began).toBeLessThan(200);
    expect(flowSpecSchema.safeParse({ name: 'x', steps: [...spec.steps, spec.steps[0]] }).success).toBe(false);
  });
});

/** Sound ones by construction: forward along the state machine, with ways back that a condition guards or a choice offers. */
const soundFlow = fc
  .record({
    path: fc.subarray(['verifying', 'resolving', 'replying'] as const, { minLength: 1 }),
    extra: fc.array(fc.record({ at: fc.nat(20), level: fc.constantFrom(1, 2, 3) }), { maxLength: 6 }),
    closes: fc.boolean(),
  })
  .map(({ path, extra, closes }) => {
    const states: FlowState[] = [
      'new',
      ...(path.includes('verifying') ? path : (['verifying', ...path] as const)),
      'awaiting',
      ...(closes ? (['closed'] as const) : []),
    ];
    const steps = states.map((state, at) => ({
      key: `s${at}`,
      state,
      ways: at + 1 < states.length ? [makeWay(`s${at + 1}`, { key: 'on' })] : [],
    }));
    extra.forEach(({ at, level }, index) => {
      const from = steps[at % steps.length];
      if (!from || from.ways.length === 0) return;
      const key = `x${index}`;
      // A detour within the state, and back.
      from.ways.unshift(makeWay(key, { key: `d${index}`, when: [{ fact: 'level', is: 'eq', value: level }] }));
      steps.push({ key, state: from.state, ways: [makeWay(from.key, { key: 'back' })] });
    });
    return makeSpec(steps);
  });

/** Any further ways at all between the steps of a sound one: most are faulty now, the others have to keep their promise. */
const anyFlow = fc
  .tuple(
    soundFlow,
    fc.array(fc.record({ from: fc.nat(20), to: fc.nat(20), level: fc.option(fc.constantFrom(1, 2, 3)) }), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.option(fc.nat(20)),
  )
  .map(([spec, more, cut]) => {
    const { steps } = spec;
    return {
      ...spec,
      steps: steps.map((step, at) => ({
        ...step,
        ways: [
          ...(cut !== null && cut % steps.length === at ? step.ways.slice(1) : step.ways),
          ...more.flatMap(({ from, to, level }, index) =>
            from % steps.length === at
              ? [
                  makeWay(steps[to % steps.length]?.key ?? '', {
                    key: `m${index}`,
                    when: level === null ? [] : [{ fact: 'level', is: 'eq', value: level }],
                  }),
                ]
              : [],
          ),
        ],
      })),
    };
  });

describe('whatever graph passes the check', () => {
  const walk = (spec: FlowSpec, facts: Record<string, number>, choices: readonly number[]): void => {
    let step = spec.steps[0];
    for (const choice of choices) {
      if (!step) throw new Error('no step');
      const open = step.ways.filter((way) => isOpenWay(way, facts));
      if (step.ways.length === 0) {
        expect(mayEndIn(step.state)).toBe(true);
        return;
      }
      expect(open.length).toBeGreaterThan(0);
      const next = stepOf(spec, open[choice % open.length]?.to ?? '');
      expect(next && actionBetween(step.state, next.state)).toBeDefined();
      step = next;
    }
    // Wherever the choices led, an end is still within reach by ways that ask for nothing.
    const seen = new Set<string>();
    const queue = step ? [step] : [];
    for (let at = queue.shift(); at; at = queue.shift()) {
      if (at.ways.length === 0) return;
      for (const way of at.ways) {
        const to = way.when.length === 0 ? stepOf(spec, way.to) : undefined;
        if (!to || seen.has(to.key)) continue;
        seen.add(to.key);
        queue.push(to);
      }
    }
    throw new Error(`caught at ${step?.key}`);
  };
  const facts = fc.record({ level: fc.constantFrom(1, 2, 3, 9) });
  const choices = fc.array(fc.nat(7), { maxLength: 40 });

  test('never catches a ticket, and never leaves the state machine', () => {
    fc.assert(
      fc.property(soundFlow, facts, choices, (spec, given, chosen) => {
        expect(errorsOf(spec)).toEqual([]);
        walk(spec, given, chosen);
      }),
      { numRuns: 500 },
    );
    let passed = 0;
    fc.assert(
      fc.property(anyFlow, facts, choices, (spec, given, chosen) => {
        if (errorsOf(spec).length > 0) return;
        passed += 1;
        walk(spec, given, chosen);
      }),
      { numRuns: 2000 },
    );
    expect(passed).toBeGreaterThan(50);
    expect(passed).toBeLessThan(2000);
  });

  test('knows a first step for the state it begins with', () => {
    fc.assert(
      fc.property(soundFlow, (spec) => {
        expect(entryIn(spec, 'new', {})?.key).toBe('s0');
      }),
    );
  });
});
