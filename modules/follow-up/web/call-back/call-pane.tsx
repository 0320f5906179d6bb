import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { RevealDialog, useNames } from '#modules/ticket/web/index.ts';
import { type Action, useActions } from '#platform/web/actions.ts';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Banner,
  Button,
  Card,
  DialogField,
  DialogFrame,
  Fact,
  Icon,
  Input,
  KindMark,
  LevelMark,
  Loaded,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useCan, useSession } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { type CallBackView, claimCallBack, readCallBack, releaseCallBack, withdrawCallBack } from '../../contract.ts';
import { AttemptForm } from './attempt-form.tsx';
import { AttemptLines, CallMark } from './call-words.tsx';

const tell = {
  topics: ['call-back'],
  onProblem: (problem: Parameters<typeof problemText>[0]) => toast({ text: problemText(problem), icon: 'over' }),
};

const Customer = ({ call }: { readonly call: CallBackView }): ReactElement => {
  const t = useText('follow-up');
  const can = useCan();
  const [shown, setShown] = useState(false);
  const { id, name, maskedPhone } = call.customer;
  return (
    <Fact label={t('call.phone')}>
      {maskedPhone ?? <span className="t3">{t('call.noPhone')}</span>} <span className="t3">{name}</span>{' '}
      {id !== null && maskedPhone !== null && can('customer.reveal') ? (
        <Button size="s" icon="eye" onClick={() => setShown(true)}>
          {t('call.reveal')}
        </Button>
      ) : null}
      {shown && id !== null ? <RevealDialog customerId={id} onClose={() => setShown(false)} /> : null}
    </Fact>
  );
};

const Facts = ({ call }: { readonly call: CallBackView }): ReactElement => {
  const t = useText('follow-up');
  const format = useFormat();
  const names = useNames();
  const { categoryKey, categoryName, departmentId, department, owner } = call;
  // In the language of the screen; the server knows only that of the account.
  const category = (categoryKey === null ? undefined : names.category(categoryKey)) ?? categoryName;
  return (
    <Card title={t('call.facts')} note={t('call.attempts', { count: call.attempts, most: call.mostAttempts })}>
      <Customer call={call} />
      <Fact label={t('call.due')}>
        <time title={format.full(call.dueAt)}>{format.instant(call.dueAt)}</time>
      </Fact>
      <Fact label={t('call.why')}>{t(`call.occasion.${call.occasion}`)}</Fact>
      {call.note === '' ? null : <Fact label={t('call.remark')}>{call.note}</Fact>}
      {category === '' ? null : <Fact label={t('call.category')}>{category}</Fact>}
      <Fact label={t('call.owner')}>{owner || (names.department(departmentId) ?? department)}</Fact>
    </Card>
  );
};

type DropProps = { readonly call: CallBackView; readonly onClose: () => void };

const WithdrawDialog = ({ call, onClose }: DropProps): ReactElement => {
  const t = useText('follow-up');
  const [reason, setReason] = useState('');
  const withdraw = useRouteMutation(withdrawCallBack, {
    topics: ['call-back'],
    onDone: () => {
      toast({ text: t('call.withdrawn') });
      onClose();
    },
  });
  return (
    <DialogFrame
      title={t('call.withdrawTitle')}
      action={t('call.withdraw')}
      danger
      busy={withdraw.isPending}
      ready={reason.trim() !== ''}
      problem={withdraw.error}
      onSubmit={() => withdraw.mutate({ params: { id: call.id }, body: { reason: reason.trim() } })}
      onClose={onClose}
    >
      <DialogField label={t('call.withdrawReason')} htmlFor="call-withdraw">
        <Input
          id="call-withdraw"
          autoFocus
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};

/** What can be done to this call; buttons, keys and palette are views of it. */
const useCallActions = (call: CallBackView, drop: () => void): { take: () => void; busy: boolean } => {
  const t = useText('follow-up');
  const take = useRouteMutation(claimCallBack, tell);
  const { user } = useSession();
  const { abilities, id } = call;
  const isMine = call.claimedBy?.id === user.id;
  const latest = useRef({ take: () => take.mutate({ params: { id } }), drop });
  useEffect(() => {
    latest.current = { take: () => take.mutate({ params: { id } }), drop };
  });
  const actions = useMemo<Action[]>(() => {
    const offered: Action[] = [];
    if (abilities.claim && !isMine)
      offered.push({
        id: 'call.take',
        title: t('call.take'),
        icon: 'phone',
        keys: ['T'],
        section: 'current',
        priority: 90,
        run: () => latest.current.take(),
      });
    if (abilities.withdraw)
      offered.push({
        id: 'call.withdraw',
        title: t('call.withdraw'),
        icon: 'x',
        section: 'current',
        priority: 10,
        danger: true,
        run: () => latest.current.drop(),
      });
    return offered;
  }, [t, abilities.claim, abilities.withdraw, isMine]);
  useActions(actions, { label: ticketNumber(call.number), icon: 'phone' });
  return { take: () => take.mutate({ params: { id } }), busy: take.isPending };
};

type ShownProps = { readonly call: CallBackView; readonly onDone: (next: boolean) => void };

const Head = ({ call, onDone: _onDone }: ShownProps): ReactElement => {
  const t = useText('follow-up');
  const { user } = useSession();
  const [dropping, setDropping] = useState(false);
  const { take, busy } = useCallActions(call, () => setDropping(true));
  const release = useRouteMutation(releaseCallBack, { ...tell, onDone: () => toast({ text: t('call.released') }) });
  const isMine = call.claimedBy?.id === user.id;
  return (
    <header className="col" style={{ gap: 8 }}>
      <div className="row pane-head">
        <KindMark kind={call.kind} />
        <LevelMark level={call.level} />
        <Link to={`/tickets/${call.number}`} aria-label={t('call.open', { number: ticketNumber(call.number) })}>
          {ticketNumber(call.number)}
        </Link>
        <CallMark call={call} />
        {call.claimedBy ? (
          <span className="row t2 f12">
            <Icon name="phone" size="s" />
            {isMine ? t('call.mineNow') : t('call.onPhone', { name: call.claimedBy.name })}
          </span>
        ) : null}
      </div>
      <div className="row pane-head">
        <h2>{call.subject}</h2>
      </div>
      {call.state === 'waiting' && (call.abilities.claim || call.abilities.withdraw) ? (
        <div className="call-acts">
          {call.abilities.claim && !isMine ? (
            <Button tone="primary" icon="phone" keys="T" busy={busy} onClick={take}>
              {t('call.take')}
            </Button>
          ) : null}
          {isMine ? (
            <Button busy={release.isPending} onClick={() => release.mutate({ params: { id: call.id } })}>
              {t('call.release')}
            </Button>
          ) : null}
          {call.abilities.withdraw ? <Button onClick={() => setDropping(true)}>{t('call.withdraw')}</Button> : null}
        </div>
      ) : null}
      {dropping ? <WithdrawDialog call={call} onClose={() => setDropping(false)} /> : null}
    </header>
  );
};

const Shown = ({ call, onDone }: ShownProps): ReactElement => {
  const t = useText('follow-up');
  return (
    <div className="call-pane">
      <Head call={call} onDone={onDone} />
      <Facts call={call} />
      {call.state === 'waiting' ? (
        <Card title={t('call.script_')}>
          <p className="call-said">{call.script}</p>
        </Card>
      ) : null}
      {call.abilities.attempt ? (
        <Card title={t('call.register')}>
          <AttemptForm key={call.attempts} call={call} onDone={onDone} />
        </Card>
      ) : null}
      {call.lastReply === '' ? null : (
        <Card title={t('call.lastReply')}>
          <p className="call-said">{call.lastReply}</p>
        </Card>
      )}
      <Card title={t('call.history')}>
        {call.history.length === 0 ? (
          <p className="t3 f12">{t('call.noHistory')}</p>
        ) : (
          <AttemptLines history={call.history} />
        )}
        {call.state === 'over' && call.note !== '' ? <Banner tone="blue">{call.note}</Banner> : null}
      </Card>
    </div>
  );
};

type PaneProps = { readonly id: string; readonly onBack: () => void; readonly onDone: (next: boolean) => void };

/** One call: who, why, what to say, and how it went. */
export const CallPane = ({ id, onBack, onDone }: PaneProps): ReactElement => {
  const t = useText('follow-up');
  const { data, error, refetch } = useRoute(
    readCallBack,
    { params: { id } },
    { topics: ['call-back', 'ticket'], keepPrevious: true },
  );
  return (
    <section className="pane" aria-label={t('call.facts')}>
      <Button className="pane-back" tone="ghost" icon="left" onClick={onBack}>
        {t('call.back')}
      </Button>
      <Loaded data={data} error={error ?? undefined} onRetry={() => void refetch()}>
        {(call) => <Shown call={call} onDone={onDone} />}
      </Loaded>
    </section>
  );
};
