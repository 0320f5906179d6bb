import { type KeyboardEvent, type ReactElement, type ReactNode, useRef } from 'react';

export type Choice<Value extends string> = { readonly value: Value; readonly label: ReactNode };

type SegmentedProps<Value extends string> = {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
};

const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One of a few, all in sight: a radio group with arrow keys. */
export const Segmented = <Value extends string>(props: SegmentedProps<Value>): ReactElement => {
  const { label, choices, value, onChange } = props;
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = choices.findIndex((choice) => choice.value === value);
    const next = choices[(at + step + choices.length) % choices.length];
    if (!next) return;
    onChange(next.value);
    const buttons = group.current?.querySelectorAll('button');
    buttons?.[choices.indexOf(next)]?.focus();
  };
  return (
    <div className="seg" role="radiogroup" aria-label={label} ref={group} onKeyDown={onKeyDown}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          tabIndex={choice.value === value ? 0 : -1}
          className={choice.value === value ? 'on' : ''}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
};

type PillProps = {
  readonly children: ReactNode;
  readonly on?: boolean;
  readonly bordered?: boolean;
  readonly onClick?: () => void;
};

/** A filter or a candidate. With `onClick` it is a toggle button. */
export const Pill = ({ children, on, bordered, onClick }: PillProps): ReactElement => {
  const className = `pill ${on ? 'on' : ''} ${bordered ? 'bd' : ''}`;
  return onClick ? (
    <button type="button" className={className} aria-pressed={on ?? false} onClick={onClick}>
      {children}
    </button>
  ) : (
    <span className={className}>{children}</span>
  );
};
