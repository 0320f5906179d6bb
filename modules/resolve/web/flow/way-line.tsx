import type { ReactElement } from 'react';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Input, Select } from '#platform/web/parts/index.ts';
import { type FlowSpec, type FlowWay, flowLimits } from '../../contract.ts';
import { blankNames } from './blank-words.ts';
import { ConditionLine } from './condition-line.tsx';
import { type Names, renamed } from './edit-spec.ts';
import { localWord } from './flow-words.ts';
import { LineList } from './line-list.tsx';

type LineProps = {
  readonly spec: FlowSpec;
  readonly way: FlowWay;
  readonly editable: boolean;
  readonly onChange: (way: FlowWay) => void;
};

/** A way out of a step: what its button says, where it leads, when it is open. */
export const WayLine = ({ spec, way, editable, onChange }: LineProps): ReactElement => {
  const t = useText('resolve');
  const language = useLanguage();
  const rename = (change: Partial<Names>): void => onChange({ ...way, ...renamed(way, change, blankNames(t)) });
  return (
    <div className="wf-stack">
      <Select
        aria-label={t('flow.wayTo')}
        disabled={!editable}
        value={way.to}
        options={spec.steps.map((step) => ({
          value: step.key,
          label: `${t(`ticket:state.${step.state}`)} · ${localWord(language, step) || step.key}`,
        }))}
        onChange={(to: string) => onChange({ ...way, to })}
      />
      <div className="wf-pair">
        <Input
          aria-label={t('flow.wayName')}
          placeholder={t('flow.wayName')}
          disabled={!editable}
          maxLength={60}
          value={way.name}
          onChange={(event) => rename({ name: event.target.value })}
        />
        <Input
          aria-label={t('flow.wayNameEn')}
          placeholder={t('flow.wayNameEn')}
          disabled={!editable}
          maxLength={60}
          value={way.nameEn}
          onChange={(event) => rename({ nameEn: event.target.value })}
        />
      </div>
      <LineList
        title={t('flow.when')}
        add={t('flow.addCondition')}
        items={way.when}
        most={flowLimits.conditions}
        editable={editable}
        onAdd={() => onChange({ ...way, when: [...way.when, { fact: 'level', is: 'eq', value: 1 }] })}
        onChange={(when) => onChange({ ...way, when })}
        line={(condition, change) => <ConditionLine condition={condition} editable={editable} onChange={change} />}
      />
    </div>
  );
};
