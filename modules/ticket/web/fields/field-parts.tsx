import dayjs from 'dayjs';
import { type ReactElement, useId } from 'react';
import { listRoles } from '#modules/staff/contract.ts';
import { hasText, useText } from '#platform/web/i18n.ts';
import {
  Checkbox,
  DatePicker,
  DialogField,
  Input,
  InputNumber,
  Select,
  TreeSelect,
} from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { patternFault, patternReach } from '../../contract/field-pattern.ts';
import { requiredMoments } from '../../contract.ts';
import { useCategoryTree } from '../names.ts';
import type { PartProps } from './field-draft.ts';

type Bound = 'min' | 'max';

const BoundInput = ({ draft, set, bound }: PartProps & { readonly bound: Bound }): ReactElement => {
  const t = useText('ticket');
  const id = useId();
  const value = draft.rule[bound];
  const put = (next: number | string | undefined): void => set({ rule: { ...draft.rule, [bound]: next } });
  return (
    <DialogField label={t(draft.kind === 'file' ? 'customField.mostFiles' : `customField.${bound}`)} htmlFor={id}>
      {draft.kind === 'date' ? (
        <DatePicker
          id={id}
          style={{ width: '100%' }}
          value={typeof value === 'string' ? dayjs(value) : null}
          onChange={(next) => put(dayjs.isDayjs(next) ? next.format('YYYY-MM-DD') : undefined)}
        />
      ) : (
        <InputNumber
          id={id}
          style={{ width: '100%' }}
          value={typeof value === 'number' ? value : null}
          onChange={(next: number | null) => put(next ?? undefined)}
        />
      )}
    </DialogField>
  );
};

const TextRules = ({ draft, set }: PartProps): ReactElement => {
  const t = useText('ticket');
  const id = useId();
  const { length, pattern } = draft.rule;
  const fault = pattern ? patternFault(pattern) : null;
  return (
    <div className="fpair">
      <DialogField label={t('customField.length')} htmlFor={`${id}l`}>
        <InputNumber
          id={`${id}l`}
          min={1}
          max={2000}
          style={{ width: '100%' }}
          value={length ?? null}
          onChange={(next: number | null) => set({ rule: { ...draft.rule, length: next ?? undefined } })}
        />
      </DialogField>
      <DialogField
        label={t('customField.pattern')}
        htmlFor={`${id}p`}
        hint={fault === null ? t('customField.patternHint', { length: patternReach }) : t(`errors.${fault}`)}
      >
        <Input
          id={`${id}p`}
          maxLength={200}
          spellCheck={false}
          aria-invalid={fault !== null}
          value={pattern ?? ''}
          onChange={(event) => {
            const next = event.target.value;
            const short = next !== '' && (length ?? 2000) > patternReach ? patternReach : length;
            set({ rule: { ...draft.rule, pattern: next, length: short } });
          }}
        />
      </DialogField>
    </div>
  );
};

/** What a value has to be, and when there must be one. */
export const RulePart = ({ draft, set }: PartProps): ReactElement => {
  const t = useText('ticket');
  const id = useId();
  const { kind, rule } = draft;
  return (
    <>
      {kind === 'text' ? <TextRules draft={draft} set={set} /> : null}
      {kind === 'number' || kind === 'date' ? (
        <div className="fpair">
          <BoundInput draft={draft} set={set} bound="min" />
          <BoundInput draft={draft} set={set} bound="max" />
        </div>
      ) : null}
      {kind === 'file' ? <BoundInput draft={draft} set={set} bound="max" /> : null}
      {kind === 'choice' ? (
        <Checkbox
          checked={rule.many === true}
          onChange={(event) => set({ rule: { ...rule, many: event.target.checked } })}
        >
          {t('customField.many')}
        </Checkbox>
      ) : null}
      <DialogField label={t('customField.requiredAt')} htmlFor={id} hint={t('customField.requiredHint')}>
        <Select
          id={id}
          mode="multiple"
          value={rule.requiredAt ?? []}
          options={requiredMoments.map((moment) => ({
            value: moment,
            label: t(moment === 'open' ? 'customField.atOpening' : `step.${moment}`),
          }))}
          onChange={(requiredAt) => set({ rule: { ...rule, requiredAt } })}
        />
      </DialogField>
    </>
  );
};

/** Where it is asked and shown. */
export const WherePart = ({ draft, set }: PartProps): ReactElement => {
  const t = useText('ticket');
  const id = useId();
  return (
    <>
      <DialogField label={t('customField.categories')} htmlFor={id} hint={t('customField.categoriesHint')}>
        <TreeSelect
          id={id}
          multiple
          allowClear
          value={[...draft.categoryKeys]}
          treeData={useCategoryTree()}
          showSearch={{ treeNodeFilterProp: 'title' }}
          onChange={(categoryKeys: string[]) => set({ categoryKeys })}
        />
      </DialogField>
      <div className="row wrap">
        <Checkbox checked={draft.onForm} onChange={(event) => set({ onForm: event.target.checked })}>
          {t('customField.onForm')}
        </Checkbox>
        <Checkbox checked={draft.inList} onChange={(event) => set({ inList: event.target.checked })}>
          {t('customField.inList')}
        </Checkbox>
        {draft.id === '' ? null : (
          <Checkbox checked={draft.retired} onChange={(event) => set({ retired: event.target.checked })}>
            {t('customField.retire')}
          </Checkbox>
        )}
      </div>
    </>
  );
};

export const RightsPart = ({ draft, set }: PartProps): ReactElement => {
  const t = useText('ticket');
  const id = useId();
  const roles = useRoute(listRoles, {}, { staleMs: 300_000 }).data?.items ?? [];
  const options = roles.map(({ key }) => ({
    value: key,
    label: hasText('staff', `roles.${key}`) ? t(`staff:roles.${key}`) : key,
  }));
  return (
    <div className="fpair">
      {(['readRoles', 'writeRoles'] as const).map((part) => (
        <DialogField
          key={part}
          label={t(`customField.${part}`)}
          htmlFor={`${id}${part}`}
          hint={t(`customField.${part}Hint`)}
        >
          <Select
            id={`${id}${part}`}
            mode="multiple"
            allowClear
            value={[...draft[part]]}
            options={options}
            onChange={(next: string[]) => set({ [part]: next })}
          />
        </DialogField>
      ))}
    </div>
  );
};
