import { type ReactElement, useState } from 'react';
import { Link } from 'react-router';
import { toProblem } from '#platform/web/api.ts';
import { number, percent, ticketNumber, useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Button, Card, DialogField, DialogFrame, Input, Loaded, SkeletonLines } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type AnomalyDetail, noteAnomaly, readAnomaly } from '../../contract.ts';
import { StateBadge } from './anomaly-list.tsx';
import { chanceWords, hintOf, peakOf, usualWords, valueWords } from './anomaly-words.ts';

const height = 140;
const step = 16;

const HistoryChart = ({ detail }: { readonly detail: AnomalyDetail }): ReactElement => {
  const t = useText('insight');
  const { days, day, count, expected } = detail;
  const peak = peakOf(detail);
  const tall = (value: number): number => (value / peak) * (height - 10);
  const usual = height - tall(expected);
  const width = days.length * step;
  return (
    <Card title={t('anomaly.history')}>
      <svg
        className="anomaly-chart"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('anomaly.finding1', { day, count, expected: usualWords(expected) })}
      >
        {days.map((one, index) => (
          <rect
            key={one.day}
            className={one.day === day ? 'now' : ''}
            x={index * step + 2}
            y={height - tall(one.count)}
            width={step - 4}
            height={tall(one.count)}
          />
        ))}
        {detail.dimension === 'hour' ? null : <line className="usual" x1={0} x2={width} y1={usual} y2={usual} />}
      </svg>
      <div className="row f12 t3">
        <span>{days[0]?.day}</span>
        <span className="sp" />
        <span>{day}</span>
      </div>
    </Card>
  );
};

const Contributors = ({ detail }: { readonly detail: AnomalyDetail }): ReactElement => {
  const t = useText('insight');
  const english = useLanguage() === 'en';
  const hint = hintOf(detail.contributors);
  return (
    <Card title={t('anomaly.contributors')}>
      {detail.contributors.length === 0 ? <p className="t3">{t('anomaly.noContributors')}</p> : null}
      {hint ? (
        <p>
          {t(hint.dimension === 'hour' ? 'anomaly.suggestHour' : 'anomaly.suggest', {
            share: percent(hint.share, 0),
            dimension: t(`anomaly.dimension.${hint.dimension}`),
            name: valueWords(t, hint, english),
          })}
        </p>
      ) : null}
      <ul className="anomaly-parts">
        {detail.contributors.map((one) => (
          <li key={`${one.dimension} ${one.key}`}>
            <span className="row">
              <span className="t3">{t(`anomaly.dimension.${one.dimension}`)}</span>
              <span className="el sp">{valueWords(t, one, english)}</span>
              <span className="f12 t2">
                {t('anomaly.share', {
                  share: percent(one.share, 0),
                  count: number(one.count),
                  expected: usualWords(one.expected),
                })}
              </span>
            </span>
            <span className="topic-bar" aria-hidden="true">
              <i style={{ width: `${one.share * 100}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
};

const Examples = ({ detail, onOpen }: { readonly detail: AnomalyDetail; readonly onOpen: (id: string) => void }) => {
  const t = useText('insight');
  const english = useLanguage() === 'en';
  return (
    <div className="topic-two">
      <Card title={t('anomaly.examples')}>
        <ul className="anomaly-links">
          {detail.examples.map((one) => (
            <li key={one.number} className="row">
              <Link className="el" to={`/tickets/${one.number}`}>
                {one.subject}
              </Link>
              <span className="f12 t3 nw">{ticketNumber(one.number)}</span>
            </li>
          ))}
        </ul>
      </Card>
      {detail.sameDay.length === 0 ? null : (
        <Card title={t('anomaly.sameDay')}>
          <ul className="anomaly-links">
            {detail.sameDay.map((one) => (
              <li key={one.id}>
                <button type="button" className="lnk" onClick={() => onOpen(one.id)}>
                  {t(`anomaly.dimension.${one.dimension}`)} {valueWords(t, one, english)} {number(one.count)}
                </button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
};

type NoteProps = { readonly detail: AnomalyDetail; readonly mayChange: boolean };

const useNote = (onDone: () => void) => {
  const t = useText('insight');
  const said = { open: 'anomaly.reopened', explained: 'anomaly.saved', closed: 'anomaly.closed' } as const;
  return useRouteMutation(noteAnomaly, {
    topics: ['anomalies'],
    onDone: (noted) => {
      toast({ text: t(said[noted.state]) });
      onDone();
    },
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
};

const CauseDialog = ({ detail, onClose }: { readonly detail: AnomalyDetail; readonly onClose: () => void }) => {
  const t = useText('insight');
  const words = useText('platform');
  const [cause, setCause] = useState(detail.cause);
  // As it stood when the writer began, whatever is fetched meanwhile.
  const [seenAt] = useState(detail.notedAt);
  const note = useNote(onClose);
  return (
    <DialogFrame
      title={t('anomaly.causeTitle')}
      action={words('save')}
      busy={note.isPending}
      ready={cause.trim() !== ''}
      problem={note.error}
      onSubmit={() => note.mutate({ params: { id: detail.id }, body: { state: 'explained', cause, seenAt } })}
      onClose={onClose}
    >
      <DialogField label={t('anomaly.cause')} htmlFor="anomaly-cause" hint={t('anomaly.causeHint')}>
        <Input.TextArea
          id="anomaly-cause"
          autoFocus
          rows={4}
          maxLength={1000}
          value={cause}
          onChange={(event) => setCause(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};

const Head = ({ detail, mayChange }: NoteProps): ReactElement => {
  const t = useText('insight');
  const english = useLanguage() === 'en';
  const format = useFormat();
  const [asked, setAsked] = useState(false);
  const note = useNote(() => undefined);
  const set = (state: 'open' | 'closed'): void =>
    note.mutate({ params: { id: detail.id }, body: { state, cause: detail.cause, seenAt: detail.notedAt } });
  return (
    <>
      <div className="row wrap pane-head">
        <h2>
          {t(`anomaly.dimension.${detail.dimension}`)}{' '}
          {detail.dimension === 'total' ? '' : valueWords(t, detail, english)}
        </h2>
        <StateBadge state={detail.state} />
        <span className="sp" />
        {mayChange ? (
          <>
            {detail.state === 'closed' ? (
              <Button size="s" onClick={() => set('open')}>
                {t('anomaly.reopen')}
              </Button>
            ) : (
              <Button size="s" onClick={() => set('closed')}>
                {t('anomaly.close')}
              </Button>
            )}
            <Button size="s" tone="primary" icon="pen" onClick={() => setAsked(true)}>
              {t('anomaly.noteCause')}
            </Button>
          </>
        ) : null}
      </div>
      <div className="row wrap t2 pane-facts">
        <b>
          {t('anomaly.what', {
            day: detail.day,
            count: number(detail.count),
            expected: usualWords(detail.expected),
          })}
        </b>
        <span>{t('anomaly.chanceRare', { chance: chanceWords(detail.chance) })}</span>
        <span>{t('anomaly.looks', { looks: detail.looks })}</span>
      </div>
      {detail.cause === '' ? null : (
        <p className="anomaly-cause">
          <b>{t('anomaly.cause')}</b> {detail.cause}{' '}
          <span className="t3 f12">
            {t('anomaly.noted', {
              name: detail.notedBy,
              time: detail.notedAt === null ? '' : format.instant(detail.notedAt),
            })}
          </span>
        </p>
      )}
      {asked ? <CauseDialog detail={detail} onClose={() => setAsked(false)} /> : null}
    </>
  );
};

type PaneProps = {
  readonly id: string;
  readonly mayChange: boolean;
  readonly onOpen: (id: string) => void;
  readonly onBack: () => void;
};

export const AnomalyPane = ({ id, mayChange, onOpen, onBack }: PaneProps): ReactElement => {
  const t = useText('insight');
  const found = useRoute(readAnomaly, { params: { id } }, { keepPrevious: true });
  return (
    <section className="pane" aria-label={t('anomaly.title')} aria-busy={found.isPending}>
      <Button className="pane-back" tone="ghost" icon="left" onClick={onBack}>
        {t('anomaly.back')}
      </Button>
      <Loaded
        data={found.data}
        error={found.error ? toProblem(found.error) : undefined}
        onRetry={() => void found.refetch()}
        skeleton={<SkeletonLines lines={9} />}
      >
        {(detail) => (
          <div className="col anomaly">
            <Head detail={detail} mayChange={mayChange} />
            <HistoryChart detail={detail} />
            <Contributors detail={detail} />
            <Examples detail={detail} onOpen={onOpen} />
          </div>
        )}
      </Loaded>
    </section>
  );
};
