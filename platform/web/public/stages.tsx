import type { ReactElement } from 'react';
import { useText } from '../i18n.ts';
import { BaseIcon as Icon } from './base-icon.ts';
import { stageStates } from '../parts/stage-bar.tsx';

export type VerticalStage = {
  readonly key: string;
  readonly label: string;
  readonly when?: string;
  /** What happened, in words for the customer. */
  readonly what?: string;
};

type Props = { readonly stages: readonly VerticalStage[]; readonly now: string | null; readonly label: string };

/** The same six stages as at the desk, downwards. */
export const VerticalStages = ({ stages, now, label }: Props): ReactElement => {
  const t = useText('platform');
  const states = stageStates(stages, now);
  return (
    <ol className="card vst" aria-label={label}>
      {stages.map((stage, index) => {
        const state = states[index] ?? 'later';
        return (
          <li key={stage.key} className={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span className="pt" aria-hidden="true">
              {state === 'done' ? <Icon name="check" size="xs" /> : null}
            </span>
            <span className="name">
              {stage.label}
              <span className="sr"> {t(`stage.${state}`)}</span>
            </span>
            <span className="when">{stage.when ?? (state === 'now' ? t('stage.now') : '')}</span>
            {stage.what ? <span className="what">{stage.what}</span> : null}
          </li>
        );
      })}
    </ol>
  );
};
