import { type ReactElement, useState } from 'react';
import { useDepartmentTree, usePeople } from '#modules/ticket/web/index.ts';
import type { BodyInputOf } from '#platform/contract/route.ts';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, Segmented, Select, TreeSelect } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { giveVerdict, parties, type Verdict } from '../../contract.ts';

type DialogProps = { readonly number: string; readonly onClose: () => void };
type Wish = BodyInputOf<typeof giveVerdict>;

/** Undefined while the party still has no name. */
const wishOf = (party: Verdict['party'], name: string, reason: string): Wish | undefined => {
  if (party === 'none') return { party, reason };
  if (name === '') return undefined;
  if (party === 'department') return { party, departmentId: name, reason };
  return party === 'person' ? { party, personId: name, reason } : { party, supplier: name, reason };
};

export const VerdictDialog = ({ number, onClose }: DialogProps): ReactElement => {
  const t = useText('resolve');
  const tree = useDepartmentTree();
  const people = usePeople().data?.items ?? [];
  const [party, setParty] = useState<Verdict['party']>('department');
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const give = useRouteMutation(giveVerdict, { topics: ['tickets'], onDone: onClose });
  const body = wishOf(party, name.trim(), reason.trim());
  const chosen = name === '' ? {} : { value: name };
  return (
    <DialogFrame
      title={t('verdict.give')}
      action={t('verdict.give')}
      busy={give.isPending}
      ready={body !== undefined && reason.trim() !== ''}
      problem={give.error}
      onSubmit={() => {
        if (body) give.mutate({ params: { number }, body });
      }}
      onClose={onClose}
    >
      <div className="col dialog-field">
        <span className="t2">{t('verdict.who')}</span>
        <Segmented
          label={t('verdict.who')}
          value={party}
          onChange={(next) => {
            setParty(next);
            setName('');
          }}
          choices={parties.map((each) => ({ value: each, label: t(`verdict.party.${each}`) }))}
        />
      </div>
      {party === 'none' ? null : (
        <DialogField label={t(`verdict.party.${party}`)} htmlFor="verdict-name">
          {party === 'department' ? (
            <TreeSelect
              id="verdict-name"
              {...chosen}
              treeData={tree}
              treeDefaultExpandAll
              onChange={(id: string) => setName(id)}
            />
          ) : party === 'person' ? (
            <Select
              id="verdict-name"
              {...chosen}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={(id: string) => setName(id)}
              options={people.map((person) => ({ value: person.id, label: person.displayName }))}
            />
          ) : (
            <Input id="verdict-name" maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </DialogField>
      )}
      <DialogField label={t('verdict.reason')} htmlFor="verdict-reason">
        <Input.TextArea
          id="verdict-reason"
          rows={3}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};
