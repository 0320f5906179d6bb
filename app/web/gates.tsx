import { type ReactElement, type ReactNode, useEffect } from 'react';
import { Link, Navigate, useLocation } from 'react-router';
import { useDelayedLoading } from '#platform/web/delayed-loading.ts';
import { chooseLanguage, hasChosenLanguage, toLanguage, useText } from '#platform/web/i18n.ts';
import { webModules } from '#platform/web/module.ts';
import { Empty, ErrorState } from '#platform/web/parts/empty.tsx';
import { useCan, useSessionState } from '#platform/web/session.tsx';

const Waiting = (): ReactElement => {
  const t = useText('app');
  const visible = useDelayedLoading(true);
  return (
    <div className="app" aria-busy="true">
      <div className="rail" />
      <span className="sr" role="status">
        {visible ? t('session.waiting') : ''}
      </span>
    </div>
  );
};

/** Everything behind it belongs to somebody who is signed in. */
export const SessionGate = ({ children }: { readonly children: ReactNode }): ReactElement => {
  const { session, signedOut, problem, loading, retry } = useSessionState();
  const { pathname, search } = useLocation();
  const accountLanguage = toLanguage(session?.locale);
  useEffect(() => {
    if (accountLanguage && !hasChosenLanguage()) void chooseLanguage(accountLanguage);
  }, [accountLanguage]);
  if (signedOut) {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/login${next}`} replace />;
  }
  if (problem && !session) {
    return (
      <main className="app" style={{ alignItems: 'center', justifyContent: 'center' }}>
        <ErrorState page problem={problem} onRetry={retry} />
      </main>
    );
  }
  return loading || !session ? <Waiting /> : <>{children}</>;
};

type GuardProps = {
  readonly permission: string | undefined;
  readonly children: ReactNode;
  readonly otherwise?: ReactNode;
};

export const Guard = ({ permission, children, otherwise = null }: GuardProps): ReactElement => {
  const can = useCan();
  return <>{can(permission) ? children : otherwise}</>;
};

const Notice = ({ title, text }: { readonly title: string; readonly text: string }): ReactElement => {
  const t = useText('platform');
  return (
    <main className="page" style={{ justifyContent: 'center' }}>
      <Empty kind="none" page title={title} text={text}>
        <Link className="btn" to="/">
          {t('state.home')}
        </Link>
      </Empty>
    </main>
  );
};

export const NotFound = (): ReactElement => {
  const t = useText('platform');
  return <Notice title={t('state.notFoundTitle')} text={t('state.notFoundText')} />;
};

export const Forbidden = (): ReactElement => {
  const t = useText('platform');
  return <Notice title={t('state.forbiddenTitle')} text={t('state.forbiddenText')} />;
};

/** `/` leads to the first page this person may see. */
export const Home = (): ReactElement => {
  const can = useCan();
  const first = webModules()
    .flatMap((module) => module.routes)
    .filter((route) => route.homeOrder !== undefined && can(route.permission))
    .toSorted((a, b) => (a.homeOrder ?? 0) - (b.homeOrder ?? 0))[0];
  return <Navigate to={first?.path ?? '/settings'} replace />;
};
