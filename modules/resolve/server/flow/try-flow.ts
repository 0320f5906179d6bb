import { findPeople } from '#modules/staff/server/index.ts';
import { departmentDirectory } from '#modules/staff/server/index.ts';
import { accessTicket, categoriesAbove } from '#modules/ticket/server/index.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { FlowFacts, FlowSpec, FlowStep, tryWorkflow } from '../../contract/flow.ts';
import { companyFields, type FieldWords } from './company-fields.ts';
import { fitsScope, flowFor, isOpenWay, stepOf, type Matched } from './flow.rules.ts';
import { publishedFlows } from './published-flows.ts';
import { topicOf } from './stay.ts';
import { categoryParents, factsOf } from './ticket-facts.ts';
import { timesOfStep } from './step-time.ts';
import { responsibleFor } from './who-finishes.ts';

type Reply = ReplyOf<typeof tryWorkflow>;
type Tried = Reply['path'][number];
type Person = Awaited<ReturnType<typeof findPeople>>[number];

const namesShown = 5;

/** What was typed wins over what the ticket says; a category typed alone is given with all above it. */
const gatherFacts = async (tx: Tx, actor: Actor, body: BodyOf<typeof tryWorkflow>): Promise<FlowFacts> => {
  const ticket = body.ticket ? await accessTicket(tx, actor, body.ticket, 'ticket.read') : null;
  const facts: FlowFacts = { ...(ticket ? await factsOf(tx, ticket) : {}), ...body.facts };
  const { category } = facts;
  if (typeof category === 'string') facts['category'] = categoriesAbove(category, await categoryParents(tx));
  return facts;
};

const matchedBy = (facts: FlowFacts): Matched => ({
  kind: String(facts['kind'] ?? ''),
  level: Number(facts['level'] ?? 0),
  categories: Array.isArray(facts['category']) ? facts['category'] : [],
});

type Company = { app: App; tx: Tx; people: readonly Person[]; fields: ReadonlyMap<string, FieldWords> };

const whoFinishes = async ({ tx, app, people }: Company, step: FlowStep): Promise<Tried['responsible']> => {
  const { role, departmentId, department, gone } = await responsibleFor(tx, app, step);
  const units = departmentId === null ? null : departmentDirectory(app).unitsBelow(departmentId);
  const named = role === null && units === null ? [] : people;
  const meant = named.filter(
    (person) =>
      (role === null || person.roleKey === role) &&
      (units === null || (person.departmentId !== null && units.includes(person.departmentId))),
  );
  return {
    role,
    department,
    gone,
    people: meant.slice(0, namesShown).map((person) => person.displayName),
    more: Math.max(0, meant.length - namesShown),
  };
};

const tryStep = async (
  company: Company,
  spec: FlowSpec,
  step: FlowStep,
  facts: FlowFacts,
  from: Date,
): Promise<Tried> => {
  const taken = step.ways.find((way) => isOpenWay(way, facts));
  return {
    key: step.key,
    name: step.name,
    nameEn: step.nameEn,
    state: step.state,
    responsible: await whoFinishes(company, step),
    checks: step.checks.length,
    requiredChecks: step.checks.filter((check) => check.required).length,
    fields: step.fields.map((key) => ({
      key,
      name: company.fields.get(key)?.name ?? key,
      nameEn: company.fields.get(key)?.nameEn ?? key,
      filled: facts[`field.${key}`] !== undefined,
    })),
    actions: step.onEnter.map((action) => action.kind),
    approval: topicOf(step) !== null,
    dueAt: timesOfStep(company.app, step, from).dueAt?.toISOString() ?? null,
    ways: step.ways.map((way) => ({
      name: way.name,
      nameEn: way.nameEn,
      to: stepOf(spec, way.to)?.name ?? way.to,
      open: isOpenWay(way, facts),
      taken: way === taken,
    })),
  };
};

/** The path by the first open way of each step, every step taking as long as it may. */
const walk = async (company: Company, spec: FlowSpec, facts: FlowFacts): Promise<Pick<Reply, 'path' | 'loops'>> => {
  const path: Tried[] = [];
  const seen = new Set<string>();
  let from = company.app.clock.now();
  let step = spec.steps[0];
  while (step && !seen.has(step.key)) {
    seen.add(step.key);
    path.push(await tryStep(company, spec, step, facts, from));
    from = timesOfStep(company.app, step, from).dueAt ?? from;
    const way = step.ways.find((one) => isOpenWay(one, facts));
    step = way && stepOf(spec, way.to);
  }
  return { path, loops: step !== undefined };
};

/** The same reckoning as the real thing, within the reach of who asks; nothing is written. */
export const tryFlow = (app: App, actor: Actor, body: BodyOf<typeof tryWorkflow>): Promise<Reply> =>
  app.db.read(actor.reach, async (tx) => {
    const facts = await gatherFacts(tx, actor, body);
    const matched = matchedBy(facts);
    const spec = body.spec ?? flowFor(await publishedFlows(tx, app), matched)?.spec;
    if (!spec) return { flow: null, path: [], loops: false, facts };
    const company: Company = {
      app,
      tx,
      people: await findPeople(tx, { active: true }),
      fields: new Map((await companyFields(tx)).map((field) => [field.key, field])),
    };
    const flow = { name: spec.name, nameEn: spec.nameEn, fits: fitsScope(spec, matched) };
    return { flow, ...(await walk(company, spec, facts)), facts };
  });
