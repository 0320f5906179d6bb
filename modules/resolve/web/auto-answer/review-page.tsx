import '../resolve.css';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { type Action, useActions } from '#platform/web/actions.ts';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Badge, Button, Card, Empty, Input, Loaded, Page, SkeletonRows } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { usePagedRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type AutoSample, judgeAutoAnswer, listAutoSamples } from '../../contract.ts';

type Verdict = 'right' | 'wrong';

const useJudge = () => {
  const t = useText('resolve');
  return useRouteMutation(judgeAutoAnswer, {
    topics: ['tickets'],
    onDone: ({ reopened }, { body }) =>
      toast({
        text: reopened
          ? t('auto.review.judgedReopened')
          : t(body.verdict === 'right' ? 'auto.review.judgedRight' : 'auto.review.judgedWrong'),
        icon: reopened ? 'undo' : 'check',
      }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
};

const useKeys = (judge: (verdict: Verdict) => void): void => {
  const t = useText('resolve');
  const latest = useRef(judge);
  useEffect(() => {
    latest.current = judge;
  });
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'auto.right',
        title: t('auto.review.right'),
        icon: 'check',
        keys: ['Y'],
        section: 'current',
        priority: 90,
        run: () => latest.current('right'),
      },
      {
        id: 'auto.wrong',
        title: t('auto.review.wrong'),
        icon: 'x',
        keys: ['R'],
        section: 'current',
        priority: 89,
        run: () => latest.current('wrong'),
      },
    ],
    [t],
  );
  useActions(actions);
};

/** The one that is looked at: what was asked, what was answered, and a word for it. */
const Sample = ({ sample }: { readonly sample: AutoSample }): ReactElement => {
  const t = useText('resolve');
  const format = useFormat();
  const [note, setNote] = useState('');
  const judge = useJudge();
  const send = (verdict: Verdict): void => {
    if (!judge.isPending) judge.mutate({ params: { id: sample.id }, body: { verdict, note: note.trim() } });
  };
  useKeys(send);
  return (
    <Card
      title={sample.subject}
      note={
        <>
          <Link
            to={`/tickets/${sample.number}`}
            aria-label={t('auto.review.open', { number: ticketNumber(sample.number) })}
          >
            {ticketNumber(sample.number)}
          </Link>{' '}
          {format.instant(sample.answeredAt)} {t('auto.review.byRule', { name: sample.rule })}
        </>
      }
    >
      {sample.unsolvedAt ? <Badge tone="over">{t('auto.review.unsolved')}</Badge> : null}
      <h3 className="h3">{t('auto.review.said')}</h3>
      <p className="rs-said">{sample.said}</p>
      <h3 className="h3" style={{ marginTop: 12 }}>
        {t('auto.review.answered')}
      </h3>
      <p className="rs-said">{sample.body}</p>
      <div className="col dialog-field" style={{ marginTop: 12 }}>
        <label htmlFor="auto-note" className="t2">
          {t('auto.review.why')}
        </label>
        <Input id="auto-note" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
      <div className="rs-acts" style={{ marginTop: 12 }}>
        <Button tone="primary" icon="check" keys="Y" busy={judge.isPending} onClick={() => send('right')}>
          {t('auto.review.right')}
        </Button>
        <Button tone="danger" icon="x" keys="R" busy={judge.isPending} onClick={() => send('wrong')}>
          {t('auto.review.wrong')}
        </Button>
      </div>
    </Card>
  );
};

/** Samples of automatic answers, one after the other. */
const ReviewPage = (): ReactElement => {
  const t = useText('resolve');
  const list = usePagedRoute(
    listAutoSamples,
    (cursor) => ({ query: { limit: 20, ...(cursor === undefined ? {} : { cursor }) } }),
    { topics: ['resolve'] },
  );
  return (
    <Page title={t('auto.review.title')} note={t('auto.review.note')}>
      <Loaded
        data={list.data ? list.items : undefined}
        error={list.problem}
        onRetry={() => void list.refetch()}
        skeleton={<SkeletonRows rows={4} />}
      >
        {([first]) =>
          first ? (
            <div className="rs-page">
              <Sample key={first.id} sample={first} />
            </div>
          ) : (
            <Empty kind="done" icon="checks" title={t('auto.review.done')} text={t('auto.review.doneText')} />
          )
        }
      </Loaded>
    </Page>
  );
};

export default ReviewPage;
