import type { ReactElement, ReactNode } from 'react';

type PageProps = {
  readonly title: string;
  /** A count or a short fact beside the title. */
  readonly note?: ReactNode;
  /** Buttons at the right; one primary at most. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Without padding, for pages that bring their own columns. */
  readonly flush?: boolean;
};

export const PageHeader = ({ title, note, actions }: Omit<PageProps, 'children' | 'flush'>): ReactElement => (
  <header className="ph">
    <h1>{title}</h1>
    {note ? <span className="t3 f12">{note}</span> : null}
    <span className="sp" />
    {actions}
  </header>
);

export const Page = ({ title, note, actions, children, flush }: PageProps): ReactElement => (
  <main className="page">
    <PageHeader title={title} note={note} actions={actions} />
    {flush ? children : <div className="pb">{children}</div>}
  </main>
);

type CardProps = {
  readonly title?: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** A hairline under the title, for cards with scrolling or tabular content. */
  readonly line?: boolean;
  readonly flush?: boolean;
};

export const Card = ({ title, note, actions, children, line, flush }: CardProps): ReactElement => (
  <section className="card">
    {title ? (
      <header className={line ? 'line' : ''}>
        <h2>{title}</h2>
        {note ? <span className="t3">{note}</span> : null}
        {actions ? (
          <>
            <span className="sp" />
            {actions}
          </>
        ) : null}
      </header>
    ) : null}
    {flush ? children : <div className="in">{children}</div>}
  </section>
);

type FactProps = { readonly label: string; readonly children: ReactNode };

/** A row of facts: label left, value right of it. */
export const Fact = ({ label, children }: FactProps): ReactElement => (
  <div className="kv">
    <span>{label}</span>
    <span>{children}</span>
  </div>
);
