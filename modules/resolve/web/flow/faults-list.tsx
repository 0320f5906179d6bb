import type { ReactElement } from 'react';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Icon } from '#platform/web/parts/index.ts';
import type { FlowFault, FlowSpec } from '../../contract.ts';
import { localWord } from './flow-words.ts';

type ListProps = {
  readonly spec: FlowSpec;
  readonly faults: readonly FlowFault[];
  readonly onSelect: (key: string) => void;
};

/** What is wrong, in words; a click leads to the step. */
export const FaultsList = ({ spec, faults, onSelect }: ListProps): ReactElement => {
  const t = useText('resolve');
  const language = useLanguage();
  if (faults.length === 0)
    return (
      <p className="row t2">
        <Icon name="check" size="s" className="ac" />
        {t('flow.noFaults')}
      </p>
    );
  return (
    <ul className="wf-faults">
      {faults.map((fault, at) => {
        const step = spec.steps.find((one) => one.key === fault.step);
        const words = t(`flow.fault.${fault.code}`, { detail: fault.detail });
        return (
          <li key={at} className={fault.severity === 'error' ? 'red' : 'amber'}>
            <Icon name={fault.severity === 'error' ? 'over' : 'info'} size="s" />
            {step ? (
              <button type="button" onClick={() => onSelect(step.key)}>
                <b>{localWord(language, step) || step.key}</b> {words}
              </button>
            ) : (
              <span>{words}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
};
