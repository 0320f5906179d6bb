import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Drawer, Form, Input, InputNumber, Select, Switch } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { changeFlow, comparisons, type Condition, createFlow, type Flow, type FlowInput } from '../contract.ts';
import { ConditionWords } from './condition-words.tsx';
import { FlowTrial, readFacts } from './flow-trial.tsx';
import { LevelFields, newLevel } from './level-fields.tsx';
import { kindWord } from './words.ts';

const blank = (kind: string): FlowInput => ({
  kind,
  name: '',
  nameEn: '',
  conditions: [],
  levels: [newLevel()],
  sort: 100,
  enabled: true,
});

const inputOf = ({ id: _id, version: _version, running: _running, ...input }: Flow): FlowInput => input;

const useSave = (flow: Flow | null, onClose: () => void) => {
  const t = useText('approval');
  const onDone = (saved: Flow): void => {
    toast({ text: t('flow.saved', { name: saved.name }) });
    onClose();
  };
  const create = useRouteMutation(createFlow, { onDone });
  const change = useRouteMutation(changeFlow, { onDone });
  return {
    busy: create.isPending || change.isPending,
    problem: create.error ?? change.error,
    save(input: FlowInput): void {
      if (flow) change.mutate({ params: { id: flow.id }, body: { ...input, version: flow.version } });
      else create.mutate({ body: input });
    },
  };
};

type ConditionProps = {
  readonly condition: Condition;
  readonly place: number;
  readonly onChange: (condition: Condition | null) => void;
};

const ConditionLine = ({ condition, place, onChange }: ConditionProps): ReactElement => {
  const t = useText('approval');
  const [value, setValue] = useState(String(condition.value));
  return (
    <div className="row" style={{ marginBottom: 8 }}>
      <Input
        value={condition.fact}
        aria-label={t('flow.fact', { place })}
        onChange={(event) => onChange({ ...condition, fact: event.target.value.replace(/\W/g, '') })}
      />
      <Select
        value={condition.is}
        aria-label={t('flow.comparison', { place })}
        onChange={(is) => onChange({ ...condition, is })}
        options={comparisons.map((each) => ({ value: each, label: t(`is.${each}`) }))}
        style={{ width: 120 }}
      />
      <Input
        value={value}
        aria-label={t('flow.value', { place })}
        onChange={(event) => {
          setValue(event.target.value);
          onChange({ ...condition, value: readFacts(`x=${event.target.value}`)['x'] ?? event.target.value });
        }}
      />
      <Button size="s" onClick={() => onChange(null)}>
        {t('platform:delete')}
      </Button>
    </div>
  );
};

const replaced = <Item,>(items: readonly Item[], at: number, item: Item | null): Item[] =>
  item === null
    ? items.filter((_each, index) => index !== at)
    : items.map((each, index) => (index === at ? item : each));

type DrawerProps = { readonly flow: Flow | null; readonly kinds: readonly string[]; readonly onClose: () => void };

const Head = ({
  draft,
  kinds,
  change,
}: {
  readonly draft: FlowInput;
  readonly kinds: readonly string[];
  readonly change: (next: Partial<FlowInput>) => void;
}): ReactElement => {
  const t = useText('approval');
  return (
    <div className="ap-pair">
      <Form.Item label={t('flow.kind')} htmlFor="flow-kind">
        <Select
          id="flow-kind"
          value={draft.kind}
          onChange={(kind) => change({ kind })}
          options={kinds.map((each) => ({ value: each, label: kindWord(each) }))}
        />
      </Form.Item>
      <Form.Item label={t('flow.sort')} htmlFor="flow-sort">
        <InputNumber
          id="flow-sort"
          min={0}
          max={10_000}
          value={draft.sort}
          onChange={(sort) => change({ sort: sort ?? 100 })}
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Form.Item label={t('flow.name')} htmlFor="flow-name" required>
        <Input
          id="flow-name"
          maxLength={60}
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('flow.nameEn')} htmlFor="flow-name-en">
        <Input
          id="flow-name-en"
          maxLength={60}
          value={draft.nameEn}
          onChange={(event) => change({ nameEn: event.target.value })}
        />
      </Form.Item>
    </div>
  );
};

/** A flow beside the list: when it applies, its levels, and who would be asked, before it is saved. */
export const FlowDrawer = ({ flow, kinds, onClose }: DrawerProps): ReactElement => {
  const t = useText('approval');
  const textOf = useProblemText();
  const [draft, setDraft] = useState<FlowInput>(() => (flow ? inputOf(flow) : blank(kinds[0] ?? '')));
  const { save, busy, problem } = useSave(flow, onClose);
  const change = (next: Partial<FlowInput>): void => setDraft({ ...draft, ...next });
  const ready =
    draft.name.trim() !== '' && draft.levels.every((level) => level.name.trim() && level.signers.length > 0);
  return (
    <Drawer
      open
      title={flow ? flow.name : t('flow.create')}
      size={620}
      onClose={onClose}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('platform:cancel')}</Button>
          <Button tone="primary" type="submit" form="flow-form" busy={busy} disabled={!ready}>
            {t('platform:save')}
          </Button>
        </div>
      }
    >
      <Form id="flow-form" layout="vertical" onFinish={() => save(draft)}>
        {problem ? <Banner tone="red">{textOf(problem)}</Banner> : null}
        <Head draft={draft} kinds={kinds} change={change} />
        <h3 className="h3">{t('flow.when')}</h3>
        {draft.conditions.map((condition, index) => (
          <ConditionLine
            key={index}
            condition={condition}
            place={index + 1}
            onChange={(next) => change({ conditions: replaced(draft.conditions, index, next) })}
          />
        ))}
        <p className="t2 f12" aria-live="polite">
          <ConditionWords kind={draft.kind} conditions={draft.conditions} />
        </p>
        <Button
          size="s"
          icon="plus"
          onClick={() => change({ conditions: [...draft.conditions, { fact: 'amount', is: 'gt', value: 500 }] })}
        >
          {t('flow.addCondition')}
        </Button>
        <h3 className="h3" style={{ marginTop: 16 }}>
          {t('flow.levels')}
        </h3>
        {draft.levels.map((level, index) => (
          <LevelFields
            key={index}
            level={level}
            place={index + 1}
            onChange={(next) => change({ levels: replaced(draft.levels, index, next) })}
          />
        ))}
        <Button size="s" icon="plus" onClick={() => change({ levels: [...draft.levels, newLevel()] })}>
          {t('flow.addLevel')}
        </Button>
        <div className="row" style={{ margin: '16px 0' }}>
          <Switch checked={draft.enabled} aria-label={t('flow.on')} onChange={(enabled) => change({ enabled })} />
          {t('flow.on')}
        </div>
      </Form>
      <FlowTrial kinds={kinds} draft={draft} />
    </Drawer>
  );
};
