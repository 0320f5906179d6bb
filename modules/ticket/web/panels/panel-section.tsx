import type { ReactElement, ReactNode } from 'react';

type SectionProps = {
  readonly title?: string;
  readonly note?: ReactNode;
  readonly end?: ReactNode;
  readonly children: ReactNode;
};

/** A section of the context column: a title, perhaps one action, facts. */
export const PanelSection = ({ title, note, end, children }: SectionProps): ReactElement => (
  <section>
    {title ? (
      <h3>
        {title}
        {note ? <span className="t3">{note}</span> : null}
        <span className="sp" />
        {end}
      </h3>
    ) : null}
    {children}
  </section>
);
