import type { ReactElement } from 'react';
import { useLanguage } from '#platform/web/i18n.ts';
import { TreeSelect } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type DepartmentItem, listDepartments } from '../contract.ts';

export const useDepartments = () => useRoute(listDepartments, {}, { staleMs: 60_000 });

/** The name in the language of the screen; what was not translated keeps its own. */
export const useDepartmentName = (): ((department: Pick<DepartmentItem, 'name' | 'nameEn'>) => string) => {
  const language = useLanguage();
  return ({ name, nameEn }) => (language === 'en' && nameEn !== '' ? nameEn : name);
};

type Node = { value: string; title: string; children: Node[] };

type SelectProps = {
  readonly id?: string;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly placeholder: string;
  /** Left out together with all below it: a department cannot lie below itself. */
  readonly without?: string | undefined;
  readonly width?: number;
};

export const DepartmentSelect = (props: SelectProps): ReactElement => {
  const { id, value, onChange, placeholder, without, width } = props;
  const nameOf = useDepartmentName();
  const departments = useDepartments().data?.items ?? [];
  const nodesBelow = (parentId: string | null): Node[] =>
    departments
      .filter((each) => each.parentId === parentId && each.id !== without && (!each.closed || each.id === value))
      .map((each) => ({ value: each.id, title: nameOf(each), children: nodesBelow(each.id) }));
  return (
    <TreeSelect
      {...(id ? { id } : { 'aria-label': placeholder })}
      value={value ?? undefined}
      onChange={(next: string | undefined) => onChange(next ?? null)}
      treeData={nodesBelow(null)}
      treeDefaultExpandAll
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      placeholder={placeholder}
      style={{ width: width ?? '100%' }}
    />
  );
};
