import { type ReactElement, type ReactNode, useState } from 'react';
import { type ApiProblem, toProblem } from '../api.ts';
import { useText } from '../i18n.ts';
import { useProblemText } from '../problem-text.ts';
import { Button } from './button.tsx';
import { EchoArt } from './echo-mark.tsx';
import type { IconName } from './icon.tsx';

export type EmptyKind = 'first' | 'done' | 'none' | 'error';

type EmptyProps = {
  /** first: nothing yet, how to begin. done: all finished. none: nothing matches. error: it went wrong. */
  readonly kind: EmptyKind;
  readonly icon?: IconName;
  readonly title: string;
  readonly text?: string;
  /** Where it is the whole page, its title is the page's. */
  readonly page?: boolean;
  /** At most two buttons. */
  readonly children?: ReactNode;
};

const icons: Record<EmptyKind, IconName> = { first: 'form', done: 'check', none: 'search', error: 'over' };

export const Empty = ({ kind, icon, title, text, page, children }: EmptyProps): ReactElement => (
  <div className="empty" role={kind === 'error' ? 'alert' : undefined}>
    <EchoArt icon={icon ?? icons[kind]} kind={kind} />
    {page ? <h1>{title}</h1> : <b>{title}</b>}
    {text ? <span className="why">{text}</span> : null}
    {children ? <div className="row do">{children}</div> : null}
  </div>
);

/** Copies a text and says so on the button itself. */
export const CopyButton = ({ text, label }: { readonly text: string; readonly label?: string }): ReactElement => {
  const t = useText('platform');
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  return (
    <Button tone="ghost" icon={copied ? 'check' : 'copy'} onClick={copy} title={t('copy')}>
      {label ?? text}
      <span className="sr" role="status">
        {copied ? t('copied') : ''}
      </span>
    </Button>
  );
};

export const problemCode = (problem: ApiProblem): string =>
  [problem.status > 0 ? `E-${problem.status}` : problem.code, problem.requestId.slice(0, 8)].filter(Boolean).join('·');

type ErrorStateProps = {
  readonly problem: unknown;
  /** What was not fetched: `列表没有取到`. */
  readonly title?: string;
  readonly onRetry?: () => void;
  readonly page?: boolean;
};

export const ErrorState = ({ problem, title, onRetry, page }: ErrorStateProps): ReactElement => {
  const t = useText('platform');
  const textOf = useProblemText();
  const known = toProblem(problem);
  return (
    <Empty kind="error" page={page === true} title={title ?? t('state.errorTitle')} text={textOf(known)}>
      {onRetry ? (
        <Button tone="primary" onClick={onRetry}>
          {t('retry')}
        </Button>
      ) : null}
      <CopyButton text={`${known.code} ${problemCode(known)} ${known.requestId}`.trim()} label={problemCode(known)} />
    </Empty>
  );
};
