import { findDepartments, findRoles, selectPeople, type Department, type Person } from '#modules/staff/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { FlowLevel, SignerSpec } from '../contract.ts';
import type { StoredLevel } from './approval.queries.ts';
import { levelFault } from './approval.state.ts';

export type Place = {
  readonly requesterId: string;
  /** Where the subject lies; null: nowhere in particular, the requester's department counts. */
  readonly subjectDepartmentId: string | null;
};

/** What finding signers needs to know of the company, read once. */
type Company = {
  readonly people: readonly Person[];
  readonly departments: ReadonlyMap<string, Department>;
  readonly lead: ReadonlySet<string>;
  readonly last: ReadonlySet<string>;
  readonly sign: ReadonlySet<string>;
};

const readCompany = async (tx: Tx): Promise<Company> => {
  const [roles, departments, people] = [
    await findRoles(tx),
    await findDepartments(tx),
    await selectPeople(tx, { active: true }),
  ];
  const holding = (permission: string): Set<string> =>
    new Set(roles.filter((role) => role.permissions.includes(permission)).map((role) => role.key));
  return {
    people,
    departments: new Map(departments.map((each) => [each.id, each])),
    lead: holding('approval.lead'),
    last: holding('approval.manage'),
    sign: holding('approval.decide'),
  };
};

/** The department and those above it, nearest first. */
const upFrom = (company: Company, departmentId: string | null): string[] => {
  const chain: string[] = [];
  for (let at = departmentId; at !== null && !chain.includes(at); at = company.departments.get(at)?.parentId ?? null)
    chain.push(at);
  return chain;
};

/**
 * Who answers for a department: the heads of each department up the tree, nearest first, gaps left out; above the top
 * those who administer approvals, so that a small company or its own head can still ask somebody.
 */
const headsUpFrom = (company: Company, departmentId: string | null, without: ReadonlySet<string>): string[][] => {
  const idsWhere = (test: (person: Person) => boolean): string[] =>
    company.people.filter((person) => !without.has(person.id) && test(person)).map((person) => person.id);
  const levels = upFrom(company, departmentId).map((id) =>
    idsWhere((person) => person.departmentId === id && company.lead.has(person.roleKey)),
  );
  return [...levels, idsWhere((person) => company.last.has(person.roleKey))].filter((ids) => ids.length > 0);
};

const belongs = (company: Company, person: Person, departmentId: string | null): boolean =>
  departmentId === null || upFrom(company, person.departmentId).includes(departmentId);

const peopleFor = (company: Company, spec: SignerSpec, place: Place): string[] => {
  const requester = company.people.find((person) => person.id === place.requesterId);
  switch (spec.kind) {
    case 'person':
      return [spec.personId];
    case 'role':
      return company.people
        .filter((person) => person.roleKey === spec.roleKey && belongs(company, person, spec.departmentId))
        .map((person) => person.id);
    case 'manager': {
      const own = requester?.departmentId ?? null;
      const from = spec.of === 'subject' ? (place.subjectDepartmentId ?? own) : own;
      const heads = headsUpFrom(company, from, new Set([place.requesterId]));
      // Fewer levels above him than the flow counts: the topmost signs.
      return heads[Math.min(spec.steps, heads.length) - 1] ?? [];
    }
  }
};

/** Everybody whom a level names: people who work here and may sign, never the requester. */
const namedBy = (company: Company, level: FlowLevel, place: Place): string[] => {
  const able = new Set(company.people.filter((each) => company.sign.has(each.roleKey)).map((each) => each.id));
  const named = level.signers.flatMap((spec) => peopleFor(company, spec, place));
  return [...new Set(named)].filter((id) => able.has(id) && id !== place.requesterId);
};

export const nameSigners = async (tx: Tx, levels: readonly FlowLevel[], place: Place): Promise<StoredLevel[]> => {
  const company = await readCompany(tx);
  return levels.map((level) => ({ ...level, people: namedBy(company, level, place) }));
};

const headsAbove = (
  company: Company,
  all: readonly Person[],
  personIds: readonly string[],
  without: readonly string[],
): Map<string, string[]> => {
  const departments = new Map(all.map((person) => [person.id, person.departmentId]));
  return new Map(
    [...new Set(personIds)].map((id) => [
      id,
      headsUpFrom(company, departments.get(id) ?? null, new Set([...without, id])).flat(),
    ]),
  );
};

/** Who answers for each of these people, nearest first. */
export const headsOf = async (
  tx: Tx,
  personIds: readonly string[],
  without: readonly string[],
): Promise<Map<string, string[]>> => headsAbove(await readCompany(tx), await selectPeople(tx, {}), personIds, without);

/**
 * Levels still to come, with somebody in the place of who no longer works here: whom the level would name today; where
 * that is nobody, because it names that very person, one who answers for him.
 */
export const renewSigners = async (tx: Tx, levels: readonly StoredLevel[], place: Place): Promise<StoredLevel[]> => {
  const company = await readCompany(tx);
  const working = new Set(company.people.map((person) => person.id));
  const gone = levels.flatMap((level) => level.people.filter((id) => !working.has(id)));
  if (gone.length === 0) return [...levels];
  const heads = headsAbove(company, await selectPeople(tx, {}), gone, [place.requesterId]);
  return levels.map((level) => {
    if (level.people.every((id) => working.has(id))) return level;
    const named = namedBy(company, level, place);
    if (!levelFault(level.rule, named, place.requesterId)) return { ...level, people: named };
    const people = level.people.reduce<string[]>((kept, id) => {
      const heir = working.has(id)
        ? id
        : heads.get(id)?.find((head) => !level.people.includes(head) && !kept.includes(head));
      return [...kept, heir ?? id];
    }, []);
    return { ...level, people };
  });
};

/** Whether a person may be asked to sign: he works here and his role lets him. */
export const canBeAsked = async (tx: Tx, personIds: readonly string[]): Promise<boolean> => {
  const company = await readCompany(tx);
  return personIds.every((id) => company.people.some((each) => each.id === id && company.sign.has(each.roleKey)));
};
