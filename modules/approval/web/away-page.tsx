import './approvals.css';
import dayjs, { type Dayjs } from 'dayjs';
import { type ReactElement, useState } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Badge,
  Banner,
  Button,
  Card,
  type Column,
  DataTable,
  InstantPicker,
  Empty,
  Form,
  Input,
  Page,
} from '#platform/web/parts/index.ts';
import { problemText, useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useSession } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { createDelegation, type Delegation, endDelegation, listDelegations } from '../contract.ts';
import { PersonSelect } from './person-select.tsx';

type Period = readonly [Dayjs, Dayjs];

/** From the next full hour until the evening of the next day. */
const usualPeriod = (): Period => [
  dayjs().startOf('hour').add(1, 'hour'),
  dayjs().add(1, 'day').hour(18).startOf('hour'),
];

const AwayForm = (): ReactElement => {
  const t = useText('approval');
  const textOf = useProblemText();
  const { user } = useSession();
  const [to, setTo] = useState<string[]>([]);
  const [period, setPeriod] = useState<Period>(usualPeriod);
  const [note, setNote] = useState('');
  const create = useRouteMutation(createDelegation, {
    topics: ['approvals'],
    onDone: (made) => {
      setTo([]);
      setNote('');
      toast({ text: t('away.saved', { name: made.to.name }) });
    },
  });
  const [toId] = to;
  const submit = (): void => {
    if (toId === undefined) return;
    create.mutate({ body: { toId, startsAt: period[0].toISOString(), endsAt: period[1].toISOString(), note } });
  };
  return (
    <Card title={t('away.new')}>
      <Form layout="vertical" onFinish={submit}>
        {create.error ? <Banner tone="red">{textOf(create.error)}</Banner> : null}
        <Form.Item label={t('away.from')} htmlFor="away-from" required>
          <InstantPicker
            id="away-from"
            value={period[0]}
            onChange={(value) => setPeriod([value, period[1]])}
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item label={t('away.until')} htmlFor="away-until" required>
          <InstantPicker
            id="away-until"
            value={period[1]}
            onChange={(value) => setPeriod([period[0], value])}
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item label={t('away.to')} htmlFor="away-to" required>
          <PersonSelect id="away-to" value={to} onChange={setTo} placeholder={t('whoHint')} without={[user.id]} />
        </Form.Item>
        <Form.Item label={t('away.note')} htmlFor="away-note">
          <Input id="away-note" value={note} maxLength={200} onChange={(event) => setNote(event.target.value)} />
        </Form.Item>
        <Button tone="primary" size="l" type="submit" busy={create.isPending} disabled={toId === undefined}>
          {t('away.save')}
        </Button>
      </Form>
    </Card>
  );
};

const useColumns = (): Column<Delegation>[] => {
  const t = useText('approval');
  const format = useFormat();
  const end = useRouteMutation(endDelegation, {
    topics: ['approvals'],
    onDone: () => toast({ text: t('away.ended') }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  return [
    {
      key: 'period',
      title: t('away.period'),
      render: (one) => (
        <span className="nw">
          {format.instant(one.startsAt)} – {format.instant(one.endsAt)}
        </span>
      ),
    },
    { key: 'to', title: t('away.to'), render: (one) => <b className="nw">{one.to.name}</b> },
    { key: 'note', title: t('away.note'), render: (one) => one.note },
    {
      key: 'state',
      title: t('away.state'),
      render: (one) => (
        <Badge tone={one.state === 'now' ? 'near' : one.state === 'coming' ? 'info' : 'ok'}>
          {t(`away.${one.state}`)}
        </Badge>
      ),
    },
    {
      key: 'end',
      title: '',
      render: (one) =>
        one.state === 'over' ? null : (
          <Button size="s" busy={end.isPending} onClick={() => end.mutate({ params: { id: one.id } })}>
            {t(one.state === 'now' ? 'away.back' : 'away.cancel')}
          </Button>
        ),
    },
  ];
};

/** While I am away somebody signs for me; what I asked for he never signs. */
const AwayPage = (): ReactElement => {
  const t = useText('approval');
  const list = useRoute(listDelegations, {});
  const columns = useColumns();
  const standsInFor = list.data?.standsInFor ?? [];
  return (
    <Page title={t('nav.away')} note={t('away.hint')}>
      {standsInFor.length > 0 ? (
        <div style={{ marginBottom: 14 }}>
          <Banner tone="blue">
            {t('away.standsInFor', { names: standsInFor.map((person) => person.name).join(t('comma')) })}
          </Banner>
        </div>
      ) : null}
      <div className="ap-away">
        <AwayForm />
        <div className="card scrollx">
          <DataTable
            label={t('nav.away')}
            columns={columns}
            rows={list.data?.items}
            rowKey={(one) => one.id}
            rowName={(one) => one.to.name}
            error={list.error ?? undefined}
            onRetry={() => void list.refetch()}
            empty={<Empty kind="first" icon="out" title={t('away.none')} text={t('away.noneText')} />}
          />
        </div>
      </div>
    </Page>
  );
};

export default AwayPage;
