import '../resolve.css';
import { type ReactElement, useState } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Avatar, Badge, Banner, Button, ClockBadge, Input, runningClock } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { answerCall, type Emergency, standDown, tickCheck, writeLog } from '../../contract.ts';

const tell = {
  topics: ['tickets', 'emergencies', 'tasks'],
  onProblem: (problem: Parameters<typeof problemText>[0]) => toast({ text: problemText(problem), icon: 'over' }),
};

type TeamProps = { readonly team: Emergency };

export const TeamState = ({ team }: TeamProps): ReactElement => {
  const t = useText('resolve');
  const format = useFormat();
  if (team.stoodDownAt) return <Badge tone="hold">{t('emergency.over')}</Badge>;
  if (team.assembledAt) return <ClockBadge form="met" text={t('emergency.assembled')} />;
  const clock = runningClock({ dueAt: team.dueAt }, format.now);
  return <ClockBadge form={clock.form} ms={clock.ms} />;
};

const Members = ({ team }: TeamProps): ReactElement => {
  const t = useText('resolve');
  const format = useFormat();
  return (
    <ul>
      {team.members.map(({ person, duty, leads, answeredAt }) => (
        <li key={person.id} className="row rs-member">
          <Avatar name={person.name} size="s" />
          <span className="el sp">
            {person.name} <span className="t3 f12">{duty || (leads ? t('emergency.lead') : '')}</span>
          </span>
          {answeredAt ? (
            <span className="f12 t3" title={format.full(answeredAt)}>
              {t('emergency.there')} {format.instant(answeredAt)}
            </span>
          ) : (
            <span className="f12 amber">{t('emergency.notYet')}</span>
          )}
        </li>
      ))}
    </ul>
  );
};

const Plan = ({ team }: TeamProps): ReactElement | null => {
  const t = useText('resolve');
  const format = useFormat();
  const language = useLanguage();
  const tick = useRouteMutation(tickCheck, tell);
  if (team.checks.length === 0) return null;
  return (
    <div role="group" aria-label={t('emergency.plan')}>
      <div className="t3 f12 rs-part">{t('emergency.plan')}</div>
      {team.checks.map((step) => (
        <label key={step.no} className="row rs-member">
          <input
            type="checkbox"
            checked={step.doneAt !== null}
            disabled={step.doneAt !== null || !team.abilities.work || tick.isPending}
            onChange={() => tick.mutate({ params: { id: team.id, no: step.no } })}
          />
          <span className="sp">{language === 'en' && step.titleEn !== '' ? step.titleEn : step.title}</span>
          <span className="f12 t3 nw" title={format.full(step.doneAt ?? step.dueAt)}>
            {step.doneAt ? step.doneBy : format.instant(step.dueAt)}
          </span>
        </label>
      ))}
    </div>
  );
};

const Log = ({ team }: TeamProps): ReactElement => {
  const t = useText('resolve');
  const format = useFormat();
  const [body, setBody] = useState('');
  const write = useRouteMutation(writeLog, { ...tell, onDone: () => setBody('') });
  return (
    <div>
      <div className="t3 f12 rs-part">{t('emergency.log')}</div>
      {team.abilities.work ? (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            if (body.trim() !== '') write.mutate({ params: { id: team.id }, body: { body: body.trim() } });
          }}
        >
          <Input
            className="rs-loghint"
            aria-label={t('emergency.logHint')}
            placeholder={t('emergency.logHint')}
            maxLength={2000}
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
          <Button size="s" type="submit" busy={write.isPending} disabled={body.trim() === ''}>
            {t('emergency.write')}
          </Button>
        </form>
      ) : null}
      <ol className="rs-log">
        {team.log.map((line) => (
          <li key={line.id} className="f12">
            <time className="t3" title={format.full(line.at)}>
              {format.instant(line.at)}
            </time>{' '}
            <b>{line.by}</b> {line.kind === 'said' ? line.body : t(`emergency.kinds.${line.kind}`, { body: line.body })}
          </li>
        ))}
      </ol>
    </div>
  );
};

const Acts = ({ team }: TeamProps): ReactElement => {
  const t = useText('resolve');
  const [leaving, setLeaving] = useState(false);
  const [reason, setReason] = useState('');
  const answer = useRouteMutation(answerCall, tell);
  const home = useRouteMutation(standDown, tell);
  const params = { id: team.id };
  return (
    <div className="rs-acts">
      {team.abilities.answer ? (
        <Button size="s" tone="primary" busy={answer.isPending} onClick={() => answer.mutate({ params })}>
          {t('emergency.answer')}
        </Button>
      ) : null}
      {team.abilities.standDown && !leaving ? (
        <Button size="s" className="rs-standdown" onClick={() => setLeaving(true)}>
          {t('emergency.standDown')}
        </Button>
      ) : null}
      {leaving && team.abilities.standDown ? (
        <form
          className="row sp"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() !== '') home.mutate({ params, body: { reason: reason.trim() } });
          }}
        >
          <Input
            autoFocus
            aria-label={t('emergency.reason')}
            placeholder={t('emergency.reason')}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button size="s" tone="primary-danger" type="submit" busy={home.isPending} disabled={reason.trim() === ''}>
            {t('emergency.standDown')}
          </Button>
        </form>
      ) : null}
    </div>
  );
};

/** The team at work: who is here, what is done, what happened. */
export const EmergencyBoard = ({ team }: TeamProps): ReactElement => {
  const t = useText('resolve');
  return (
    <div className="col">
      {team.members.length === 0 ? <Banner tone="amber">{t('emergency.noPeople')}</Banner> : null}
      <Members team={team} />
      <Acts team={team} />
      <Plan team={team} />
      <Log team={team} />
    </div>
  );
};
