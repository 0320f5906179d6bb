import { useCallback, useEffect, useState } from 'react';
import { type ApiProblem, toProblem } from '../api.ts';

export type Load<Data> = {
  readonly data: Data | undefined;
  readonly problem: ApiProblem | undefined;
  readonly reload: () => void;
};

type State<Data> = { readonly key: string; readonly data?: Data; readonly problem?: ApiProblem };

/**
 * A small stand-in for TanStack Query, which public pages cannot afford. `key` names what is loaded: a new key loads
 * anew and forgets the old answer, `reload` keeps it on screen meanwhile.
 */
export const useLoad = <Data>(key: string, load: (signal: AbortSignal) => Promise<Data>): Load<Data> => {
  const [state, setState] = useState<State<Data>>({ key });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    load(controller.signal).then(
      (data) => {
        if (!controller.signal.aborted) setState({ key, data });
      },
      (error: unknown) => {
        if (!controller.signal.aborted)
          setState((before) => ({ ...(before.key === key ? before : {}), key, problem: toProblem(error) }));
      },
    );
    return () => controller.abort();
    // `load` is a new function at every render; what it loads is named by `key`.
  }, [key, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const fresh = state.key === key;
  return { data: fresh ? state.data : undefined, problem: fresh ? state.problem : undefined, reload };
};
