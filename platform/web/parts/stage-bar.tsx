import type { ReactElement } from 'react';
import { useText } from '../i18n.ts';
import { Icon } from './icon.tsx';

export type Stage = { readonly key: string; readonly label: string; readonly note?: string };

type StageBarProps = {
  readonly stages: readonly Stage[];
  /** Key of the stage under way; null when all are done. */
  readonly now: string | null;
};

export type StageState = 'done' | 'now' | 'later';

export const stageStates = (stages: readonly Stage[], now: string | null): StageState[] => {
  const at = now === null ? stages.length : stages.findIndex((stage) => stage.key === now);
  return stages.map((_stage, index) => (index < at ? 'done' : index === at ? 'now' : 'later'));
};

export const StageBar = ({ stages, now }: StageBarProps): ReactElement => {
  const t = useText('platform');
  const states = stageStates(stages, now);
  return (
    <ol className="stage">
      {stages.map((stage, index) => {
        const state = states[index] ?? 'later';
        return (
          <li
            key={stage.key}
            className={state === 'later' ? '' : state}
            {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}
          >
            <i aria-hidden="true">{state === 'done' ? <Icon name="check" size="xs" /> : null}</i>
            {stage.label}
            <small>{stage.note ?? (state === 'now' ? t('stage.now') : '')}</small>
            {state === 'now' && !stage.note ? null : <span className="sr">{t(`stage.${state}`)}</span>}
          </li>
        );
      })}
    </ol>
  );
};
