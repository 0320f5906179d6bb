import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { flowView, listWorkflows, tryWorkflow } from '../../contract/flow.ts';
import { draftOf, makeSpec, makeWay, plainSteps, publish, published, retireAll } from './flow.fixture.ts';

let it: TestApp;
let admin: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  admin = await it.as('admin');
});
afterAll(() => it.stop());

const list = async () => listWorkflows.reply.parse((await admin('GET', '/api/workflows')).body).items;
const view = async (id: string, query = '') =>
  flowView.parse((await admin('GET', `/api/workflows/${id}${query}`)).body);

describe('what is shipped', () => {
  test('are two drafts in both languages, sound as they are, and in force for nobody', async () => {
    const shipped = await list();
    expect(shipped.map((flow) => flow.name)).toEqual(['一级安全投诉', '退款投诉']);
    await admin('POST', '/api/categories', { key: 'refund', name: '退款' });
    for (const { id, publishedNo, draftNo } of shipped) {
      expect({ publishedNo, draftNo }).toEqual({ publishedNo: null, draftNo: 1 });
      const { spec, faults } = await view(id);
      expect(faults).toEqual([]);
      for (const step of spec.steps) {
        expect(step.nameEn).not.toBe('');
        expect(step.guidance === '').toBe(step.guidanceEn === '');
        expect(step.checks.every((check) => check.textEn !== '')).toBe(true);
        expect(step.ways.every((way) => way.nameEn !== '')).toBe(true);
      }
    }
  });
});

describe('versions', () => {
  test('published are never changed: a change begins the next one, told in what differs', async () => {
    const flow = await published(admin, makeSpec(plainSteps(), { scope: { levels: [3] } }));
    const spec = makeSpec(plainSteps({ verify: { minutes: 60, name: '核实事实' } }), { scope: { levels: [2] } });
    const saved = flowView.parse(
      (await admin('PUT', `/api/workflows/${flow.id}/draft`, { spec, no: 1, edit: 1 })).body,
    );
    expect(saved).toMatchObject({ no: 2, state: 'draft', publishedNo: 1 });
    expect(saved.versions[0]?.changes).toEqual([
      { what: 'scope_changed', step: '', stepEn: '', parts: [] },
      { what: 'step_changed', step: '核实事实', stepEn: 'Step verify', parts: ['name', 'minutes'] },
    ]);
    expect((await view(flow.id, '?no=1')).spec).toEqual(flow.spec);
    await publish(admin, { id: flow.id, no: 2, edit: 1 });
    expect((await view(flow.id, '?no=1')).state).toBe('superseded');
    const revived = await admin('POST', `/api/workflows/${flow.id}/versions/1/draft`);
    expect(flowView.parse(revived.body)).toMatchObject({ no: 3, state: 'draft', spec: flow.spec });
    expect((await admin('POST', `/api/workflows/${flow.id}/versions/1/draft`)).body).toMatchObject({
      code: 'resolve.flow_has_draft',
    });
    expect((await admin('DELETE', `/api/workflows/${flow.id}/draft`)).status).toBe(204);
    expect((await view(flow.id)).no).toBe(2);
    await retireAll(admin, [flow.id]);
    expect((await list()).find((one) => one.id === flow.id)).toMatchObject({ retired: true, publishedNo: null });
    // Retired is not destroyed: what is published anew counts again.
    await admin('POST', `/api/workflows/${flow.id}/versions/2/draft`);
    expect(await publish(admin, { id: flow.id, no: 3, edit: 1 })).toMatchObject({ retired: false, publishedNo: 3 });
    await retireAll(admin, [flow.id]);
  });

  test('of two who save the second is told, and nothing of the first is lost', async () => {
    const draft = await draftOf(admin, makeSpec(plainSteps()));
    const save = (name: string) =>
      admin('PUT', `/api/workflows/${draft.id}/draft`, {
        spec: makeSpec(plainSteps(), { name }),
        no: draft.no,
        edit: draft.edit,
      });
    const answers = await Promise.all([save('甲'), save('乙')]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({
      code: 'resolve.flow_changed',
      data: { no: 1, edit: 2 },
    });
    const won = flowView.parse(answers.find((answer) => answer.status === 200)?.body).spec.name;
    expect((await view(draft.id)).spec.name).toBe(won);
  });

  test('of two who publish at once one does', async () => {
    const draft = await draftOf(admin, makeSpec(plainSteps(), { scope: { levels: [1] } }));
    const other = await it.as('admin');
    const body = { no: draft.no, edit: draft.edit };
    const answers = await Promise.all(
      [admin, other].map((by) => by('POST', `/api/workflows/${draft.id}/publish`, body)),
    );
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
    await retireAll(admin, [draft.id]);
  });

  test('a draft that was changed since it was looked at is not published unseen', async () => {
    const draft = await draftOf(admin, makeSpec(plainSteps()));
    await admin('PUT', `/api/workflows/${draft.id}/draft`, {
      spec: makeSpec(plainSteps(), { name: '改过' }),
      no: 1,
      edit: 1,
    });
    const answer = await admin('POST', `/api/workflows/${draft.id}/publish`, { no: 1, edit: 1 });
    expect(answer.body).toMatchObject({ code: 'resolve.flow_changed' });
  });

  test('a draft thrown away before anything was published leaves nothing behind', async () => {
    const draft = await draftOf(admin, makeSpec(plainSteps()));
    expect((await admin('DELETE', `/api/workflows/${draft.id}/draft`)).status).toBe(204);
    expect((await admin('GET', `/api/workflows/${draft.id}`)).status).toBe(404);
  });
});

describe('publishing', () => {
  test('a faulty flow is refused with everything that is wrong; keeping it as a draft is not', async () => {
    const spec = makeSpec(
      plainSteps({ verify: { role: 'pilot', checks: [{ key: 'a', text: '', textEn: '', required: true }] } }),
    );
    const draft = await draftOf(admin, spec);
    expect(draft.faults.map((fault) => fault.code)).toEqual(['empty_check', 'unknown_role']);
    const answer = await admin('POST', `/api/workflows/${draft.id}/publish`, { no: 1, edit: 1 });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'resolve.flow_faulty', data: { count: 2 } });
    expect((await admin('POST', '/api/workflows/check', { spec })).body).toEqual({ faults: draft.faults });
  });

  test('warns of another flow for the same tickets', async () => {
    const scope = { kinds: ['praise'] };
    const first = await published(admin, makeSpec(plainSteps(), { name: '表扬甲', scope }));
    const second = await draftOf(admin, makeSpec(plainSteps(), { name: '表扬乙', scope }));
    expect(second.faults).toEqual([{ code: 'same_scope', severity: 'warning', step: null, detail: '表扬甲' }]);
    expect((await publish(admin, second)).publishedNo).toBe(1);
    await retireAll(admin, [first.id, second.id]);
  });

  test('is for administrators; an agent does not even see the flows', async () => {
    const agent = await it.as('agent');
    const supervisor = await it.as('supervisor');
    for (const by of [agent, supervisor]) {
      expect((await by('GET', '/api/workflows')).status).toBeGreaterThanOrEqual(403);
      expect((await by('POST', '/api/workflows', { spec: makeSpec(plainSteps()) })).status).toBeGreaterThanOrEqual(403);
    }
  });

  test.each([
    ['a step of an unknown state', { steps: [{ key: 'a', state: 'flying' }] }],
    ['a key with spaces', { steps: [{ key: 'a b', state: 'new' }] }],
    ['a text of ten thousand letters', { steps: [{ key: 'a', state: 'new', guidance: 'x'.repeat(10_000) }] }],
    ['two hundred and one steps', { steps: Array.from({ length: 201 }, (_, at) => ({ key: `s${at}`, state: 'new' })) }],
    ['no name', { name: '', steps: [] }],
  ])('%s is refused before anything is stored', async (_name, more) => {
    const before = (await list()).length;
    const answer = await admin('POST', '/api/workflows', { spec: { name: '坏流程', ...more } });
    expect(answer.status).toBe(422);
    expect((await list()).length).toBe(before);
  });
});

describe('the dry run', () => {
  const steps = () => [
    {
      key: 'accept',
      state: 'new' as const,
      minutes: 30,
      working: false,
      role: 'agent',
      departmentId: it.departments.east,
      ways: [makeWay('big', { when: [{ fact: 'amount', is: 'gt', value: 1000 }] }), makeWay('verify')],
    },
    {
      key: 'big',
      state: 'verifying' as const,
      minutes: 60,
      working: false,
      approval: 'big_money',
      ways: [makeWay('solve')],
    },
    ...plainSteps({ verify: { checks: [{ key: 'a', text: '看', textEn: '', required: true }] } }).slice(1),
  ];
  const trial = async (body: object) => {
    const answer = await admin('POST', '/api/workflows/try', body);
    expect(answer.status, answer.text).toBe(200);
    return tryWorkflow.reply.parse(answer.body);
  };

  test('tells the path for typed facts, who, what and when, and writes nothing', async () => {
    const agent = await it.as('agent');
    const spec = makeSpec(steps());
    const big = await trial({ spec, facts: { amount: 1500, level: 2, kind: 'complaint' } });
    expect(big.path.map((step) => step.key)).toEqual(['accept', 'big', 'solve', 'confirm']);
    expect(big.path[0]?.responsible).toMatchObject({ role: 'agent', department: '华东客服组', gone: false });
    expect(big.path[0]?.responsible.people.length).toBeGreaterThan(0);
    expect(big.path[1]).toMatchObject({ approval: true });
    const [first, second] = big.path.map((step) => Date.parse(step.dueAt ?? ''));
    expect((second ?? 0) - (first ?? 0)).toBe(60 * 60_000);
    const small = await trial({ spec, facts: { amount: 10 } });
    expect(small.path.map((step) => step.key)).toEqual(['accept', 'verify', 'solve', 'confirm']);
    expect(small.path[1]).toMatchObject({ checks: 1, requiredChecks: 1 });
    expect(small.path[0]?.ways).toMatchObject([
      { open: false, taken: false },
      { open: true, taken: true },
    ]);
    expect(agent.personId).not.toBeNull();
    expect((await list()).some((flow) => flow.name === spec.name && flow.publishedNo !== null)).toBe(false);
  });

  test('takes a ticket with its facts, and says when the flow is not for it', async () => {
    const { number } = await openTestTicket(it, { departmentId: it.departments.east, level: 3 });
    const spec = makeSpec(steps(), { scope: { levels: [1] } });
    const tried = await trial({ spec, ticket: number });
    expect(tried.facts).toMatchObject({ level: 3, kind: 'complaint', amount: 0 });
    expect(tried.flow?.fits).toBe(false);
    expect((await admin('POST', '/api/workflows/try', { spec, ticket: '0000000000' })).status).toBe(404);
  });

  test('without a flow finds the one in force, and none where none fits', async () => {
    const flow = await published(admin, makeSpec(plainSteps(), { name: '建议', scope: { kinds: ['suggestion'] } }));
    expect((await trial({ facts: { kind: 'suggestion', level: 3 } })).flow).toMatchObject({ name: '建议', fits: true });
    expect((await trial({ facts: { kind: 'praise', level: 3 } })).flow).toBeNull();
    await retireAll(admin, [flow.id]);
  });

  test('says when it comes back to where it was', async () => {
    const spec = makeSpec(
      plainSteps({ solve: { ways: [makeWay('again'), makeWay('confirm')] } }).concat([
        { key: 'again', state: 'resolving', ways: [makeWay('solve')] },
      ]),
    );
    expect((await trial({ spec, facts: {} })).loops).toBe(true);
  });
});
