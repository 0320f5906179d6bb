import { type ReactElement, useId } from 'react';
import type { BaseIconName } from '../parts/icon-paths.ts';
import { BaseIcon as Icon } from './base-icon.ts';
import { FieldError } from './field.tsx';

export type TileChoice<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly icon?: BaseIconName;
};

type TilesProps<Value extends string> = {
  readonly legend: string;
  /** When the heading above already says it. */
  readonly hideLegend?: boolean;
  readonly choices: readonly TileChoice<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  /** 52 px instead of 44. */
  readonly high?: boolean;
  readonly error?: string;
};

/** One of a few, as native radios under tiles: arrows, forms and screen readers work by themselves. */
export const ChoiceTiles = <Value extends string>(props: TilesProps<Value>): ReactElement => {
  const { legend, hideLegend, choices, value, onChange, high, error } = props;
  const name = useId();
  return (
    <fieldset className="field" role="radiogroup">
      <legend className={hideLegend ? 'sr' : ''}>{legend}</legend>
      <div className="tiles">
        {choices.map((choice) => (
          <label key={choice.value} className={`opt ${value === choice.value ? 'on' : ''} ${high ? 'high' : ''}`}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
            />
            {choice.icon ? <Icon name={choice.icon} size={high ? 'l' : 'm'} /> : null}
            {choice.label}
          </label>
        ))}
      </div>
      {error ? <FieldError text={error} /> : null}
    </fieldset>
  );
};

type ChipsProps<Value extends string> = {
  readonly legend: string;
  readonly note?: string;
  readonly choices: readonly TileChoice<Value>[];
  readonly value: readonly Value[];
  readonly onChange: (value: Value[]) => void;
};

/** Any of a few. */
export const ChoiceChips = <Value extends string>(props: ChipsProps<Value>): ReactElement => {
  const { legend, note, choices, value, onChange } = props;
  const toggle = (each: Value, on: boolean): void =>
    onChange(on ? [...value, each] : value.filter((other) => other !== each));
  return (
    <fieldset className="field">
      <legend>
        {legend} {note ? <span>{note}</span> : null}
      </legend>
      <div className="tiles wrap">
        {choices.map((choice) => {
          const on = value.includes(choice.value);
          return (
            <label key={choice.value} className={`opt chip ${on ? 'on' : ''}`}>
              <input type="checkbox" checked={on} onChange={(event) => toggle(choice.value, event.target.checked)} />
              {on ? <Icon name="check" size="s" /> : null}
              {choice.label}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
};

export const scores = [1, 2, 3, 4, 5] as const;
export type Score = (typeof scores)[number];

const faces: Record<Score, BaseIconName> = { 1: 'sad', 2: 'sad', 3: 'meh', 4: 'smile', 5: 'smile' };

type RatingProps = {
  readonly legend: string;
  readonly hideLegend?: boolean;
  readonly low: string;
  readonly high: string;
  readonly value: Score | null;
  readonly onChange: (value: Score) => void;
};

/** One to five; arrows and, being radios, the space bar. */
export const Rating = ({ legend, hideLegend, low, high, value, onChange }: RatingProps): ReactElement => {
  const name = useId();
  const wordOf = (score: Score): string => (score === 1 ? `1 ${low}` : score === 5 ? `5 ${high}` : String(score));
  return (
    <fieldset className="field" role="radiogroup">
      <legend className={hideLegend ? 'sr' : 'big'}>{legend}</legend>
      <div className="tiles score">
        {scores.map((score) => (
          <label key={score} className={`opt score ${value === score ? 'on' : ''}`}>
            <input
              type="radio"
              name={name}
              value={score}
              aria-label={wordOf(score)}
              checked={value === score}
              onChange={() => onChange(score)}
            />
            <Icon name={faces[score]} size="l" />
            <b>{score}</b>
          </label>
        ))}
      </div>
      <div className="ends" aria-hidden="true">
        <span>{low}</span>
        <span>{high}</span>
      </div>
    </fieldset>
  );
};
