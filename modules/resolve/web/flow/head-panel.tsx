import { type ReactElement, useId } from 'react';
import { kindSchema, type TicketLevel } from '#modules/ticket/contract.ts';
import { useCategoryTree } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, Input, Select, TreeSelect } from '#platform/web/parts/index.ts';
import type { FlowSpec } from '../../contract.ts';
import { blankNames } from './blank-words.ts';
import { type Names, renamed } from './edit-spec.ts';

type PanelProps = {
  readonly spec: FlowSpec;
  readonly editable: boolean;
  readonly onChange: (spec: FlowSpec) => void;
};

const levels: readonly TicketLevel[] = [1, 2, 3];

/** What the flow is called and which tickets it is for. */
export const HeadPanel = ({ spec, editable, onChange }: PanelProps): ReactElement => {
  const t = useText('resolve');
  const id = useId();
  const categories = useCategoryTree();
  const rename = (change: Partial<Names>): void => onChange({ ...spec, ...renamed(spec, change, blankNames(t)) });
  const scope = (change: Partial<FlowSpec['scope']>): void =>
    onChange({ ...spec, scope: { ...spec.scope, ...change } });
  return (
    <div className="wf-form">
      <div className="wf-pair">
        <DialogField label={t('flow.flowName')} htmlFor={`${id}n`}>
          <Input
            id={`${id}n`}
            disabled={!editable}
            maxLength={60}
            value={spec.name}
            onChange={(event) => rename({ name: event.target.value })}
          />
        </DialogField>
        <DialogField label={t('flow.flowNameEn')} htmlFor={`${id}e`}>
          <Input
            id={`${id}e`}
            disabled={!editable}
            maxLength={60}
            value={spec.nameEn}
            onChange={(event) => rename({ nameEn: event.target.value })}
          />
        </DialogField>
      </div>
      <DialogField label={t('flow.scopeKinds')} htmlFor={`${id}k`}>
        <Select
          id={`${id}k`}
          mode="multiple"
          disabled={!editable}
          placeholder={t('flow.all')}
          value={[...spec.scope.kinds]}
          options={kindSchema.options.map((kind) => ({ value: kind, label: t(`platform:kind.${kind}`) }))}
          onChange={(kinds) => scope({ kinds })}
        />
      </DialogField>
      <DialogField label={t('flow.scopeLevels')} htmlFor={`${id}l`}>
        <Select
          id={`${id}l`}
          mode="multiple"
          disabled={!editable}
          placeholder={t('flow.all')}
          value={[...spec.scope.levels]}
          options={levels.map((level) => ({ value: level, label: t(`platform:level.${level}`) }))}
          onChange={(chosen) => scope({ levels: chosen })}
        />
      </DialogField>
      <DialogField label={t('flow.scopeCategories')} htmlFor={`${id}c`} hint={t('flow.scopeHint')}>
        <TreeSelect<string[]>
          id={`${id}c`}
          multiple
          disabled={!editable}
          placeholder={t('flow.all')}
          treeDefaultExpandAll
          treeData={categories}
          value={[...spec.scope.categoryKeys]}
          onChange={(categoryKeys) => scope({ categoryKeys })}
        />
      </DialogField>
    </div>
  );
};
