import '../resolve.css';
import { type ReactElement, type ReactNode, useState } from 'react';
import { useDepartmentTree, usePeople } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Banner,
  Button,
  Card,
  Checkbox,
  IconButton,
  Input,
  InputNumber,
  Loaded,
  Page,
  Select,
  TreeSelect,
  useUnsavedPage,
} from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { changeDutyList, type DutyList, readDutyList } from '../../contract.ts';

type Duty = DutyList['people'][number];
type Step = DutyList['plan'][number];
type RowProps<Item> = { readonly item: Item; readonly onChange: (item: Item) => void; readonly onRemove: () => void };

const DutyRow = ({ item, onChange, onRemove }: RowProps<Duty>): ReactElement => {
  const t = useText('resolve');
  const tree = useDepartmentTree();
  const people = usePeople().data?.items ?? [];
  return (
    <div className="rs-form">
      <Select
        aria-label={t('duty.person')}
        placeholder={t('duty.person')}
        showSearch={{ optionFilterProp: 'label' }}
        {...(item.personId === '' ? {} : { value: item.personId })}
        onChange={(personId: string) => onChange({ ...item, personId })}
        options={people.map((person) => ({ value: person.id, label: person.displayName }))}
      />
      <Input
        aria-label={t('duty.duty')}
        placeholder={t('duty.duty')}
        maxLength={60}
        value={item.duty}
        onChange={(event) => onChange({ ...item, duty: event.target.value })}
      />
      <TreeSelect<string | undefined>
        aria-label={t('duty.scope')}
        placeholder={t('duty.everywhere')}
        allowClear
        treeDefaultExpandAll
        treeData={tree}
        {...(item.departmentId === null ? {} : { value: item.departmentId })}
        onChange={(departmentId) => onChange({ ...item, departmentId: departmentId ?? null })}
      />
      <Checkbox checked={item.leads} onChange={(event) => onChange({ ...item, leads: event.target.checked })}>
        {t('duty.leads')}
      </Checkbox>
      <IconButton icon="x" size="s" label={t('duty.remove', { name: item.name || item.duty })} onClick={onRemove} />
    </div>
  );
};

const StepRow = ({ item, onChange, onRemove }: RowProps<Step>): ReactElement => {
  const t = useText('resolve');
  return (
    <div className="rs-form">
      <Input
        aria-label={t('duty.step')}
        placeholder={t('duty.step')}
        maxLength={120}
        value={item.title}
        onChange={(event) => onChange({ ...item, title: event.target.value })}
      />
      <Input
        aria-label={t('duty.stepEn')}
        placeholder={t('duty.stepEn')}
        maxLength={120}
        value={item.titleEn}
        onChange={(event) => onChange({ ...item, titleEn: event.target.value })}
      />
      <InputNumber
        aria-label={t('duty.within')}
        min={1}
        max={10_080}
        suffix={t('duty.within')}
        value={item.withinMinutes}
        onChange={(minutes) => onChange({ ...item, withinMinutes: minutes ?? 1 })}
      />
      <IconButton icon="x" size="s" label={t('duty.remove', { name: item.title })} onClick={onRemove} />
    </div>
  );
};

const replaced = <Item,>(items: readonly Item[], index: number, item: Item): Item[] =>
  items.map((one, at) => (at === index ? item : one));
const without = <Item,>(items: readonly Item[], index: number): Item[] => items.filter((_, at) => at !== index);

type ListProps = {
  readonly title: string;
  readonly note: string;
  readonly onAdd: () => void;
  readonly children: ReactNode;
};

const ListCard = ({ title, note, onAdd, children }: ListProps): ReactElement => {
  const t = useText('resolve');
  return (
    <Card
      title={title}
      actions={
        <Button size="s" icon="plus" onClick={onAdd}>
          {t('duty.add')}
        </Button>
      }
    >
      <p className="t3 f12 rs-hint">{note}</p>
      {children}
    </Card>
  );
};

const DutyForm = ({ saved }: { readonly saved: DutyList }): ReactElement => {
  const t = useText('resolve');
  const textOf = useProblemText();
  const [people, setPeople] = useState(saved.people);
  const [plan, setPlan] = useState(saved.plan);
  const [kept, setKept] = useState({ people: saved.people, plan: saved.plan });
  useUnsavedPage(people !== kept.people || plan !== kept.plan);
  const save = useRouteMutation(changeDutyList, {
    onDone: () => {
      setKept({ people, plan });
      toast({ text: t('duty.saved'), icon: 'check' });
    },
  });
  const ready =
    people.every((one) => one.personId !== '' && one.duty.trim() !== '') &&
    plan.every((one) => one.title.trim() !== '');
  return (
    <div className="rs-page">
      {save.error ? <Banner tone="red">{textOf(save.error)}</Banner> : null}
      <ListCard
        title={t('duty.people')}
        note={t('duty.peopleHint')}
        onAdd={() =>
          setPeople([...people, { personId: '', name: '', active: true, duty: '', leads: false, departmentId: null }])
        }
      >
        {people.map((item, index) => (
          <DutyRow
            key={index}
            item={item}
            onChange={(next) => setPeople(replaced(people, index, next))}
            onRemove={() => setPeople(without(people, index))}
          />
        ))}
      </ListCard>
      <ListCard
        title={t('duty.plan')}
        note={t('duty.planHint')}
        onAdd={() => setPlan([...plan, { title: '', titleEn: '', withinMinutes: 60 }])}
      >
        {plan.map((item, index) => (
          <StepRow
            key={index}
            item={item}
            onChange={(next) => setPlan(replaced(plan, index, next))}
            onRemove={() => setPlan(without(plan, index))}
          />
        ))}
      </ListCard>
      <div className="rs-acts">
        <Button
          tone="primary"
          busy={save.isPending}
          disabled={!ready}
          onClick={() =>
            save.mutate({
              body: {
                people: people.map(({ personId, duty, leads, departmentId }) => ({
                  personId,
                  duty,
                  leads,
                  departmentId,
                })),
                plan: [...plan],
              },
            })
          }
        >
          {t('duty.save')}
        </Button>
      </div>
    </div>
  );
};

/** Who is called for a case of the first level, and the plan they tick off. */
const DutyPage = (): ReactElement => {
  const t = useText('resolve');
  const { data, error, refetch } = useRoute(readDutyList, {});
  return (
    <Page title={t('nav.emergency')} note={t('nav.emergencyNote')}>
      <Loaded data={data} error={error} onRetry={() => void refetch()}>
        {(saved) => <DutyForm saved={saved} />}
      </Loaded>
    </Page>
  );
};

export default DutyPage;
