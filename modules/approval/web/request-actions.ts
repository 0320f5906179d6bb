import type { Action } from '#platform/web/actions.ts';
import type { ApiProblem } from '#platform/web/api.ts';
import { type Translate, translate } from '#platform/web/i18n.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import * as contract from '../contract.ts';
import type { RejectTarget, RequestView } from '../contract.ts';

export type Acts = {
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
  readonly approve: (comment: string) => void;
  readonly reject: (reason: string, to: RejectTarget) => void;
  readonly add: (personIds: string[], where: 'before' | 'after', comment: string) => void;
  readonly transfer: (personId: string, comment: string) => void;
  readonly comment: (comment: string) => void;
  readonly withdraw: (comment: string) => void;
  readonly resubmit: (comment: string) => void;
  readonly urge: () => void;
};

const tellProblem = (problem: ApiProblem): void => {
  toast({ text: problemText(problem), icon: 'over' });
};

/** What can be done to a request, each told once it is done. `onDone` hears whether the caller's own part is over. */
export const useActs = (view: RequestView, onDone: (over: boolean) => void): Acts => {
  const params = { id: view.id };
  const done = (word: string, over: boolean) => (): void => {
    toast({ text: translate('approval', `done.${word}`, { title: view.title }) });
    onDone(over);
  };
  const approve = useRouteMutation(contract.approve, { onDone: done('approve', true), onProblem: tellProblem });
  const reject = useRouteMutation(contract.reject, { onDone: done('reject', true) });
  const add = useRouteMutation(contract.addSigners, { onDone: done('add', false) });
  const transfer = useRouteMutation(contract.transfer, { onDone: done('transfer', true) });
  const remark = useRouteMutation(contract.addComment, { onDone: done('comment', false) });
  const withdraw = useRouteMutation(contract.withdraw, { onDone: done('withdraw', false) });
  const resubmit = useRouteMutation(contract.resubmit, { onDone: done('resubmit', false) });
  const urge = useRouteMutation(contract.urge, { onDone: done('urge', false), onProblem: tellProblem });
  const all = [approve, reject, add, transfer, remark, withdraw, resubmit, urge];
  const { round } = view;
  return {
    busy: all.some((each) => each.isPending),
    problem: [reject, add, transfer, remark, withdraw, resubmit].find((each) => each.error)?.error ?? null,
    approve: (comment) => approve.mutate({ params, body: { comment, round } }),
    reject: (reason, to) => reject.mutate({ params, body: { reason, to, round } }),
    add: (personIds, where, comment) => add.mutate({ params, body: { personIds, where, comment } }),
    transfer: (personId, comment) => transfer.mutate({ params, body: { personId, comment } }),
    comment: (comment) => remark.mutate({ params, body: { comment } }),
    withdraw: (comment) => withdraw.mutate({ params, body: { comment } }),
    resubmit: (comment) => resubmit.mutate({ params, body: { comment } }),
    urge: () => urge.mutate({ params, body: {} }),
  };
};

type Steps = {
  readonly approve: () => void;
  readonly ask: (what: 'reject' | 'add' | 'transfer' | 'comment' | 'withdraw' | 'resubmit') => void;
  readonly urge: () => void;
};

/** One object per act: bar, keys, palette and help sheet are views of it. What is not permitted is absent. */
export const requestActions = (
  t: Translate,
  abilities: RequestView['abilities'],
  canUrge: boolean,
  steps: () => Steps,
): Action[] => {
  const base = { section: 'current' as const };
  const all: (Action & { readonly able: boolean })[] = [
    {
      ...base,
      id: 'approval:approve',
      title: t('action.approve'),
      icon: 'met',
      keys: ['A', 'Y'],
      priority: 90,
      able: abilities.decide,
      run: () => steps().approve(),
    },
    {
      ...base,
      id: 'approval:reject',
      title: t('action.reject'),
      icon: 'undo',
      keys: ['R'],
      danger: true,
      priority: 80,
      able: abilities.decide,
      run: () => steps().ask('reject'),
    },
    {
      ...base,
      id: 'approval:add',
      title: t('action.add'),
      icon: 'users',
      keys: ['S'],
      priority: 70,
      able: abilities.decide,
      run: () => steps().ask('add'),
    },
    {
      ...base,
      id: 'approval:transfer',
      title: t('action.transfer'),
      icon: 'swap',
      keys: ['T'],
      priority: 60,
      able: abilities.decide,
      run: () => steps().ask('transfer'),
    },
    {
      ...base,
      id: 'approval:resubmit',
      title: t('action.resubmit'),
      icon: 'refresh',
      keys: ['A'],
      priority: 50,
      able: abilities.resubmit,
      run: () => steps().ask('resubmit'),
    },
    {
      ...base,
      id: 'approval:urge',
      title: t('action.urge'),
      icon: 'bell',
      keys: ['U'],
      priority: 40,
      able: abilities.urge && canUrge,
      run: () => steps().urge(),
    },
    {
      ...base,
      id: 'approval:withdraw',
      title: t('action.withdraw'),
      icon: 'x',
      danger: true,
      priority: 30,
      able: abilities.withdraw,
      run: () => steps().ask('withdraw'),
    },
    {
      ...base,
      id: 'approval:comment',
      title: t('action.comment'),
      icon: 'comp',
      keys: ['N'],
      priority: 20,
      able: abilities.comment,
      run: () => steps().ask('comment'),
    },
  ];
  return all.filter(({ able }) => able).map(({ able: _able, ...action }) => action);
};
