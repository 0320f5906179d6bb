import type { ReactElement, ReactNode } from 'react';

type TitleProps = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly action?: string;
  readonly onAction?: () => void;
};

/** Head of a section of the context column: a title, a short fact, perhaps one thing to do. */
export const SectionTitle = ({ title, note, action, onAction }: TitleProps): ReactElement => (
  <h3>
    {title}
    {note ? <span className="t3">{note}</span> : null}
    <span className="sp" />
    {action && onAction ? (
      <button type="button" className="t3 f12" onClick={onAction}>
        {action}
      </button>
    ) : null}
  </h3>
);
