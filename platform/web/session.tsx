import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactElement, type ReactNode, useContext, useMemo } from 'react';
import { type ApiProblem, toProblem } from './api.ts';

export type SessionUser = {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly departmentName: string;
  readonly presence: 'on' | 'busy' | 'off';
};

/** What the web knows of the person at the desk. Permissions only hide; the server decides. */
export type Session = {
  readonly user: SessionUser;
  readonly permissions: readonly string[];
  readonly locale: string;
};

/** The platform knows no module: who fetches the session is injected by the app. */
export type SessionFetcher = (signal: AbortSignal) => Promise<Session>;

export type SessionState = {
  readonly session: Session | null;
  /** The server said 401: nobody is signed in. */
  readonly signedOut: boolean;
  readonly problem: ApiProblem | null;
  readonly loading: boolean;
  readonly retry: () => void;
};

const sessionKey = ['session'] as const;

const SessionContext = createContext<SessionState>({
  session: null,
  signedOut: true,
  problem: null,
  loading: false,
  retry: () => undefined,
});

type ProviderProps = { readonly fetcher: SessionFetcher; readonly children: ReactNode };

export const SessionProvider = ({ fetcher, children }: ProviderProps): ReactElement => {
  const query = useQuery<Session, ApiProblem>({
    queryKey: sessionKey,
    queryFn: ({ signal }) => fetcher(signal),
    staleTime: 60_000,
  });
  const { data, error, isPending, refetch } = query;
  const state = useMemo<SessionState>(() => {
    const problem = error ? toProblem(error) : null;
    const signedOut = problem?.status === 401;
    return {
      session: signedOut ? null : (data ?? null),
      signedOut,
      problem: signedOut || data ? null : problem,
      loading: isPending,
      retry: () => void refetch(),
    };
  }, [data, error, isPending, refetch]);
  return <SessionContext value={state}>{children}</SessionContext>;
};

export const useSessionState = (): SessionState => useContext(SessionContext);

/** The session of a screen behind the gate. */
export const useSession = (): Session => {
  const { session } = useContext(SessionContext);
  if (!session) throw new Error('useSession stands outside the session gate');
  return session;
};

export const useCan = (): ((permission: string | undefined) => boolean) => {
  const { session } = useContext(SessionContext);
  return (permission) => permission === undefined || (session?.permissions.includes(permission) ?? false);
};

/** After signing in or out: nothing fetched for one person is shown to the next. */
export const useSessionChange = (): (() => Promise<void>) => {
  const client = useQueryClient();
  return async () => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
    await client.resetQueries({ queryKey: sessionKey });
  };
};
