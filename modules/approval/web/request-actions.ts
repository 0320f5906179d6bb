import type { Action } from '#platform/web/actions.ts';
import type { ApiProblem } from '#platform/web/api.ts';
import { type Translate, translate } from '#platform/web/i18n.ts';
import type { IconName } from '#platform/web/parts/icon-paths.ts';
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
export const useActs = (view: RequestView, files: readonly string[], onDone: (over: boolean) => void): Acts => {
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
  const attachmentIds = [...files];
  return {
    busy: all.some((each) => each.isPending),
    problem: [reject, add, transfer, remark, withdraw, resubmit].find((each) => each.error)?.error ?? null,
    approve: (comment) => approve.mutate({ params, body: { comment, round, attachmentIds } }),
    reject: (reason, to) => reject.mutate({ params, body: { reason, to, round, attachmentIds } }),
    add: (personIds, where, comment) => add.mutate({ params, body: { personIds, where, comment } }),
    transfer: (personId, comment) => transfer.mutate({ params, body: { personId, comment } }),
    comment: (comment) => remark.mutate({ params, body: { comment, attachmentIds } }),
    withdraw: (comment) => withdraw.mutate({ params, body: { comment } }),
    resubmit: (comment) => resubmit.mutate({ params, body: { comment, attachmentIds } }),
    urge: () => urge.mutate({ params, body: {} }),
  };
};

type Steps = {
  readonly approve: () => void;
  readonly ask: (what: Asked) => void;
  readonly urge: () => void;
};

type Asked = 'reject' | 'add' | 'transfer' | 'comment' | 'withdraw' | 'resubmit';
type Line = {
  readonly what: Asked | 'approve' | 'urge';
  readonly icon: IconName;
  readonly keys: readonly string[];
  readonly able: keyof Pick<RequestView['abilities'], 'decide' | 'withdraw' | 'resubmit' | 'urge' | 'comment'>;
  readonly danger?: boolean;
};

/** The first stands first in the palette and last, at the thumb, in the bar. */
const lines: readonly Line[] = [
  { what: 'approve', icon: 'met', keys: ['A', 'Y'], able: 'decide' },
  { what: 'reject', icon: 'undo', keys: ['R'], able: 'decide', danger: true },
  { what: 'add', icon: 'users', keys: ['S'], able: 'decide' },
  { what: 'transfer', icon: 'swap', keys: ['T'], able: 'decide' },
  { what: 'resubmit', icon: 'refresh', keys: ['A'], able: 'resubmit' },
  { what: 'urge', icon: 'bell', keys: ['U'], able: 'urge' },
  { what: 'withdraw', icon: 'x', keys: [], able: 'withdraw', danger: true },
  { what: 'comment', icon: 'comp', keys: ['N'], able: 'comment' },
];

/** One object per act: bar, keys, palette and help sheet are views of it. What is not permitted is absent. */
export const requestActions = (
  t: Translate,
  abilities: RequestView['abilities'],
  canUrge: boolean,
  steps: () => Steps,
): Action[] =>
  lines
    .filter(({ what, able }) => abilities[able] && (what !== 'urge' || canUrge))
    .map(({ what, icon, keys, danger }, index) => ({
      id: `approval:${what}`,
      title: t(`action.${what}`),
      icon,
      keys,
      section: 'current',
      priority: 90 - index,
      ...(danger ? { danger } : {}),
      run: () => {
        const { approve, urge, ask } = steps();
        if (what === 'approve') approve();
        else if (what === 'urge') urge();
        else ask(what);
      },
    }));
