import { Component, type ReactElement, type ReactNode } from 'react';
import { toProblem } from '../api.ts';
import { useText } from '../i18n.ts';
import { Button } from './button.tsx';
import { CopyButton, Empty, problemCode } from './empty.tsx';

/** After a release the old page asks for files that are gone; only a reload helps. */
const isStaleFile = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|module script|preload/i.test(error.message);

type CrashProps = { readonly error: unknown; readonly onRetry: () => void };

export const Crash = ({ error, onRetry }: CrashProps): ReactElement => {
  const t = useText('platform');
  const problem = toProblem(error);
  const retry = isStaleFile(error) ? (): void => window.location.reload() : onRetry;
  return (
    <main className="page" style={{ justifyContent: 'center', minHeight: 320 }}>
      <Empty kind="error" page title={t('state.crashTitle')} text={t('state.crashText')}>
        <Button tone="primary" onClick={retry}>
          {t('retry')}
        </Button>
        <CopyButton text={`${problem.code} ${problem.message} ${problem.detail}`} label={problemCode(problem)} />
      </Empty>
    </main>
  );
};

type Props = { readonly children: ReactNode };
type State = { readonly error: unknown };

/** Never a blank page: what failed shows a code and a way to try again, the rest goes on. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <Crash error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
