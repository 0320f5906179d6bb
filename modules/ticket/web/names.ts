import { useMemo } from 'react';
import { listDepartments, listPeople } from '#modules/staff/contract.ts';
import { useLanguage } from '#platform/web/i18n.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { ticketRoutes, type Category } from '../contract.ts';

const slow = { staleMs: 300_000 };

export const usePeople = () => {
  const can = useCan();
  return useRoute(listPeople, { query: { active: 'true', limit: 200 } }, { ...slow, enabled: can('staff.read') });
};

export const useDepartments = () => {
  const can = useCan();
  return useRoute(listDepartments, {}, { ...slow, enabled: can('staff.read') });
};

export const useCategories = () => useRoute(ticketRoutes.categories, {}, slow);

/** The name in the language of the screen; what was not translated keeps its own. */
export const useLocalName = (): ((named: { name: string; nameEn: string }) => string) => {
  const language = useLanguage();
  return ({ name, nameEn }) => (language === 'en' && nameEn !== '' ? nameEn : name);
};

const nameMaps = new WeakMap<readonly Category[], Map<string, Category>>();

/** One table for all rows of a list, made anew only when the categories come anew. */
const byKey = (items: readonly Category[]): Map<string, Category> => {
  const known = nameMaps.get(items) ?? new Map(items.map((one) => [one.key, one]));
  nameMaps.set(items, known);
  return known;
};

/** In the language of the screen, which may be another than that of the account, by which the server names things. */
export const useCategoryName = (): ((row: { categoryKey: string | null; categoryName: string }) => string) => {
  const items = useCategories().data?.items;
  const nameOf = useLocalName();
  return ({ categoryKey, categoryName }) => {
    const known = items && categoryKey !== null ? byKey(items).get(categoryKey) : undefined;
    return known ? nameOf(known) : categoryName;
  };
};

export type Names = {
  readonly person: (id: string) => string | undefined;
  readonly department: (id: string) => string | undefined;
  readonly category: (key: string) => string | undefined;
  /** A change of a custom field in words; only where events are told. */
  readonly change?: (key: string, from: unknown, to: unknown) => string;
};

/** Names of what events refer to by id. */
export const useNames = (): Names => {
  const people = usePeople().data;
  const departments = useDepartments().data;
  const categories = useCategories().data;
  const language = useLanguage();
  return useMemo(() => {
    const local = (one: { name: string; nameEn: string }): string =>
      language === 'en' && one.nameEn ? one.nameEn : one.name;
    const persons = new Map(people?.items.map((one) => [one.id, one.displayName]));
    const places = new Map(departments?.items.map((one) => [one.id, local(one)]));
    const kinds = new Map(categories?.items.map((one) => [one.key, local(one)]));
    return { person: (id) => persons.get(id), department: (id) => places.get(id), category: (key) => kinds.get(key) };
  }, [people, departments, categories, language]);
};

export type TreeNode = { value: string; title: string; children: TreeNode[] };

type Item = { readonly name: string; readonly nameEn: string; readonly closed: boolean };

const treeOf = <Each extends Item>(
  items: readonly Each[],
  of: { key: (item: Each) => string; parent: (item: Each) => string | null; name: (item: Each) => string },
): TreeNode[] => {
  const below = (parent: string | null): TreeNode[] =>
    items
      .filter((item) => of.parent(item) === parent && !item.closed)
      .map((item) => ({ value: of.key(item), title: of.name(item), children: below(of.key(item)) }));
  return below(null);
};

export const useDepartmentTree = (): TreeNode[] => {
  const nameOf = useLocalName();
  const items = useDepartments().data?.items ?? [];
  return treeOf(items, { key: (one) => one.id, parent: (one) => one.parentId, name: nameOf });
};

export const useCategoryTree = (): TreeNode[] => {
  const nameOf = useLocalName();
  const items: readonly Category[] = useCategories().data?.items ?? [];
  return treeOf(items, { key: (one) => one.key, parent: (one) => one.parentKey, name: nameOf });
};
