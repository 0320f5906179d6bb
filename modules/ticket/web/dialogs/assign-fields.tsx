import type { ReactElement } from 'react';
import type { Person } from '#modules/staff/contract.ts';
import { useText } from '#platform/web/i18n.ts';
import { Avatar, DialogField, Input, Select, TreeSelect } from '#platform/web/parts/index.ts';
import { useDepartmentTree, usePeople } from '../names.ts';

export type AssignChoice = { readonly departmentId?: string; readonly ownerId?: string; readonly reason: string };

const PersonLine = ({ person }: { readonly person: Person }): ReactElement => {
  const t = useText('ticket');
  const full = person.load !== null && person.load >= person.capacity;
  return (
    <span className="row">
      <Avatar name={person.displayName} size="s" presence={person.presence} decorative />
      {person.displayName}
      <span className="t3 f12">{t(`platform:presence.${person.presence}`)}</span>
      <span className="sp" />
      {person.load === null ? null : (
        <span className={full ? 'amber f12' : 't3 f12'}>
          {person.load} / {person.capacity}
        </span>
      )}
    </span>
  );
};

type FieldsProps = {
  readonly choice: AssignChoice;
  readonly onChange: (choice: AssignChoice) => void;
  readonly reasonHint?: string;
  /** Without the reason, where the form asks something else. */
  readonly bare?: boolean;
};

/** To whom, and why: the person brings the department along; a department alone means its pool. */
export const AssignFields = ({ choice, onChange, reasonHint, bare }: FieldsProps): ReactElement => {
  const t = useText('ticket');
  const tree = useDepartmentTree();
  const people = usePeople().data?.items ?? [];
  const within = people.filter(
    (person) =>
      person.capacity > 0 && (choice.departmentId === undefined || person.departmentId === choice.departmentId),
  );
  const pick = (ownerId: string | undefined): void => {
    const departmentId = people.find((person) => person.id === ownerId)?.departmentId ?? choice.departmentId;
    onChange({ reason: choice.reason, ...(departmentId ? { departmentId } : {}), ...(ownerId ? { ownerId } : {}) });
  };
  return (
    <>
      <DialogField label={t('assign.person')} htmlFor="assign-person" hint={t('assign.personHint')}>
        <Select
          id="assign-person"
          autoFocus={bare !== true}
          showSearch={{
            filterOption: (input, option) => (option?.name ?? '').toLowerCase().includes(input.toLowerCase()),
          }}
          allowClear
          value={choice.ownerId}
          onChange={pick}
          placeholder={t('assign.pool')}
          options={within.map((person) => ({
            value: person.id,
            name: `${person.displayName} ${person.username}`,
            label: <PersonLine person={person} />,
          }))}
        />
      </DialogField>
      <DialogField label={t('assign.department')} htmlFor="assign-department">
        <TreeSelect
          id="assign-department"
          value={choice.departmentId}
          treeData={tree}
          treeDefaultExpandAll
          allowClear
          showSearch={{ treeNodeFilterProp: 'title' }}
          placeholder={t('assign.same')}
          onChange={(departmentId: string | undefined) =>
            onChange({ reason: choice.reason, ...(departmentId ? { departmentId } : {}) })
          }
        />
      </DialogField>
      {bare ? null : (
        <DialogField label={t('assign.reason')} htmlFor="assign-reason" hint={reasonHint}>
          <Input.TextArea
            id="assign-reason"
            rows={2}
            maxLength={500}
            value={choice.reason}
            onChange={(event) => onChange({ ...choice, reason: event.target.value })}
          />
        </DialogField>
      )}
    </>
  );
};
