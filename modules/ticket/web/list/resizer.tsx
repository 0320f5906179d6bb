import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';

type ResizerProps = {
  readonly label: string;
  readonly width: number;
  readonly min: number;
  readonly max: number;
  /** 1 when the column lies at the left of the edge, -1 when at the right. */
  readonly side: 1 | -1;
  readonly onChange: (width: number) => void;
};

const step = 16;

/** The edge between two columns: dragged, or moved with the arrows. */
export const Resizer = ({ label, width, min, max, side, onChange }: ResizerProps): ReactElement => {
  const set = (next: number): void => onChange(Math.round(Math.min(Math.max(next, min), max)));
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    const from = event.clientX;
    const element = event.currentTarget;
    element.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => set(width + (moved.clientX - from) * side);
    const end = (): void => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', end);
    };
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', end);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    set(width + way * step * side);
  };
  return (
    <div
      className="wresize"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
};
