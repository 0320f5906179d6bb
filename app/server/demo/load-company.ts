import { addAssignRules } from '#modules/assign/server/index.ts';
import { addClassifyRules, setNumberPatterns } from '#modules/classify/server/index.ts';
import { addMacro, addTemplate } from '#modules/knowledge/server/index.ts';
import { findPolicies, updatePolicy } from '#modules/sla/server/index.ts';
import { createDepartment, createOutlet, createPerson, personActor } from '#modules/staff/server/index.ts';
import { macroInput } from '#modules/ticket/contract.ts';
import { addCategory } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { renameCompany } from '#platform/server/database/instance.queries.ts';
import { demoCompany, demoMacros, type DemoCompany, type DemoMacro } from './demo-data.ts';

/** Known to everybody who reads the README: a demonstration has nothing to protect. */
export const demoPassword = 'huiyin-demo';

export type LoadedCompany = {
  departments: ReadonlyMap<string, string>;
  outlets: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, string>;
  regionName(code: string): string;
};

const regionName = (code: string): string => demoCompany.regions.find((region) => region.code === code)?.zh ?? '';

const need = (map: ReadonlyMap<string, string>, key: string): string => {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the demo company names ${key}, which does not exist`);
  return value;
};

const addDepartments = async (tx: Tx, at: Date): Promise<Map<string, string>> => {
  const ids = new Map<string, string>();
  const { name } = demoCompany;
  ids.set('company', (await createDepartment(tx, { name: name.zh, nameEn: name.en, at })).id);
  for (const [sort, department] of demoCompany.departments.entries()) {
    const parentId = need(ids, department.parent ?? 'company');
    const [region] = department.regions;
    const input = {
      name: department.zh,
      nameEn: department.en,
      parentId,
      region: region === undefined ? '' : regionName(region),
      sort,
      at,
    };
    ids.set(department.code, (await createDepartment(tx, input)).id);
  }
  return ids;
};

const addPeople = async (tx: Tx, departments: ReadonlyMap<string, string>, at: Date): Promise<Map<string, string>> => {
  const ids = new Map<string, string>();
  for (const person of demoCompany.people) {
    // The service manager answers for all departments, so he sits above them.
    const department = person.role === 'supervisor' ? 'company' : person.department;
    const input = {
      username: person.username,
      displayName: person.name,
      roleKey: person.role,
      departmentId: need(departments, department),
      capacity: person.capacity,
    };
    const row = await createPerson(tx, {
      ...input,
      presence: 'on',
      email: `${person.username}@example.com`,
      password: demoPassword,
      at,
    });
    ids.set(person.username, row.id);
  }
  return ids;
};

const classifyRow = (rule: DemoCompany['rules'][number], index: number, at: Date) => ({
  id: newId(at),
  name: rule.zh,
  rule: {
    anyOf: rule.keywords,
    level: rule.level,
    ...(rule.kind === null ? {} : { kind: rule.kind }),
    ...(rule.category === null ? {} : { categoryKey: rule.category }),
  },
  priority: (index + 1) * 10,
  enabled: true,
});

const anything = {
  kind: null,
  level: null,
  region: null,
  channel: null,
  tier: null,
  categoryPrefix: null,
  personId: null,
  enabled: true,
};

/** Category by category; the service centre is split by region, and what no rule names goes to it too. */
const assignRows = (departments: ReadonlyMap<string, string>, at: Date) => {
  const byRegion = (code: string, team: string, priority: number) => ({
    ...anything,
    id: newId(at),
    name: `${regionName(code)} → 客服组`,
    region: regionName(code),
    departmentId: need(departments, team),
    priority,
  });
  const leaves = demoCompany.categories.filter(
    (category) => category.department !== 'service' && category.department !== 'logistics',
  );
  return [
    ...leaves.map((category, index) => ({
      ...anything,
      id: newId(at),
      name: category.zh,
      categoryPrefix: category.code,
      departmentId: need(departments, category.department),
      priority: category.parent === null ? 200 + index : 100 + index,
    })),
    byRegion('east', 'service-east', 800),
    byRegion('north', 'service-east', 801),
    byRegion('central', 'service-central', 802),
    byRegion('south', 'service-central', 803),
    {
      ...anything,
      id: newId(at),
      name: '其余 → 客户服务中心',
      departmentId: need(departments, 'service-east'),
      priority: 900,
    },
  ];
};

/** Placeholders of the stories' author in the words of the product. */
const placeholders = new Map([
  ['customer.name', '{{customerName}}'],
  ['ticket.number', '{{number}}'],
  ['trackingUrl', '{{trackingUrl}}'],
  ['agent.name', '{{companyName}}'],
  ['ticket.orderNumber', '[订单号]'],
]);
const inOurWords = (text: string): string =>
  text.replaceAll(/\{\{([^}]+)\}\}/g, (_all, name: string) => placeholders.get(name) ?? '');

const addTemplates = async (app: App, actor: Actor): Promise<Map<string, string>> => {
  const ids = new Map<string, string>();
  for (const [index, template] of demoCompany.replyTemplates.entries()) {
    const { id } = await addTemplate(app, actor, {
      title: template.title.zh,
      titleEn: template.title.en,
      subject: '',
      subjectEn: '',
      body: inOurWords(template.body.zh),
      bodyEn: inOurWords(template.body.en),
      categoryKey: template.category,
      enabled: true,
      sort: (index + 1) * 10,
    });
    ids.set(template.code, id);
  }
  return ids;
};

type Places = { readonly departments: ReadonlyMap<string, string>; readonly templates: ReadonlyMap<string, string> };

/** A macro as it would be written on its page, with the ids that its codes stand for. */
export const macroOf = (
  { name, nameEn, categories, steps }: DemoMacro,
  { departments, templates }: Places,
  sort = 100,
) =>
  macroInput.parse({
    name,
    nameEn,
    scope: 'all',
    categoryKeys: categories,
    sort,
    steps: steps.map(({ department, template, ...step }) => ({
      ...step,
      ...(department === undefined ? {} : { departmentId: need(departments, department) }),
      ...(template === undefined ? {} : { templateId: need(templates, template) }),
    })),
  });

const addMacros = async (app: App, actor: Actor, places: Places): Promise<void> => {
  await app.db.write(everything, async (tx) => {
    for (const [index, macro] of demoMacros.entries())
      await addMacro(tx, app, actor, macroOf(macro, places, (index + 1) * 10));
  });
};

/** This company gives itself two days for a complaint and five for the rest; only level 1 keeps the shipped two hours. */
const resolveMinutes = new Map([
  [2, 2880],
  [3, 7200],
]);

const setPromises = async (tx: Tx): Promise<void> => {
  for (const policy of await findPolicies(tx)) {
    const minutes = policy.level === null ? undefined : resolveMinutes.get(policy.level);
    if (minutes !== undefined) await updatePolicy(tx, policy.id, { ...policy, resolveMinutes: minutes });
  }
};

/** The company before its first customer: departments, people, categories, rules, templates, macros. */
export const loadCompany = async (app: App): Promise<LoadedCompany> => {
  const at = app.clock.now();
  const loaded = await app.db.write(
    everything,
    async (tx) => {
      await renameCompany(tx, demoCompany.name.zh);
      const departments = await addDepartments(tx, at);
      const outlets = new Map<string, string>();
      for (const outlet of demoCompany.outlets) {
        outlets.set(
          outlet.code,
          (
            await createOutlet(tx, {
              name: outlet.zh,
              region: regionName(outlet.region),
              departmentId: need(departments, 'stores'),
              at,
            })
          ).id,
        );
      }
      const people = await addPeople(tx, departments, at);
      for (const [sort, category] of demoCompany.categories.entries()) {
        await addCategory(tx, {
          key: category.code,
          parentKey: category.parent,
          name: category.zh,
          nameEn: category.en,
          sort,
        });
      }
      await addClassifyRules(
        tx,
        demoCompany.rules.map((rule, index) => classifyRow(rule, index, at)),
      );
      await setPromises(tx);
      await setNumberPatterns(tx, { orderPatterns: ['YL2026\\d{8}'], trackingPatterns: [] });
      await addAssignRules(tx, assignRows(departments, at));
      return { departments, outlets, people, regionName };
    },
    60_000,
  );
  const admin = await app.db.read(everything, (tx) => personActor(tx, need(loaded.people, 'jianming')));
  if (!admin) throw new Error('the demo company has no administrator');
  const templates = await addTemplates(app, admin);
  await addMacros(app, admin, { departments: loaded.departments, templates });
  return loaded;
};
