import { listDepartments, listOutlets, listPeople } from '#modules/staff/contract.ts';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { useLanguage } from '#platform/web/i18n.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';

const slow = { staleMs: 300_000 };

const useMayAsk = () => ({ ...slow, enabled: useCan()('staff.read') });

export type TreeNode = { value: string; title: string; children: TreeNode[] };
type Leaf = { readonly key: string; readonly parent: string | null; readonly title: string; readonly closed: boolean };

const treeOf = (leaves: readonly Leaf[]): TreeNode[] => {
  const below = (parent: string | null): TreeNode[] =>
    leaves
      .filter((leaf) => leaf.parent === parent && !leaf.closed)
      .map((leaf) => ({ value: leaf.key, title: leaf.title, children: below(leaf.key) }));
  return below(null);
};

const useLocalName = (): ((named: { name: string; nameEn: string }) => string) => {
  const english = useLanguage() === 'en';
  return ({ name, nameEn }) => (english && nameEn !== '' ? nameEn : name);
};

/** Departments, people, regions and categories that a rule can name, each with its words. */
export const usePlaces = () => {
  const nameOf = useLocalName();
  const may = useMayAsk();
  const departments = useRoute(listDepartments, {}, may).data?.items ?? [];
  const outlets = useRoute(listOutlets, {}, may).data?.items ?? [];
  const people = useRoute(listPeople, { query: { active: 'true', limit: 200 } }, may).data?.items ?? [];
  const categories = useRoute(ticketRoutes.categories, {}, slow).data?.items ?? [];
  const department = departments.map((one) => ({
    key: one.id,
    parent: one.parentId,
    title: nameOf(one),
    closed: one.closed,
  }));
  const category = categories.map((one) => ({
    key: one.key,
    parent: one.parentKey,
    title: nameOf(one),
    closed: one.closed,
  }));
  const titleIn = (leaves: readonly Leaf[], key: string): string =>
    leaves.find((leaf) => leaf.key === key)?.title ?? key;
  return {
    departmentTree: treeOf(department),
    categoryTree: treeOf(category),
    departmentName: (id: string) => titleIn(department, id),
    categoryName: (key: string) => titleIn(category, key),
    personName: (id: string) => people.find((one) => one.id === id)?.displayName ?? id,
    people,
    regions: [...new Set([...departments, ...outlets].map((one) => one.region))].filter((each) => each !== ''),
  };
};

export type Places = ReturnType<typeof usePlaces>;
