import { type FormEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { call, isProblem, toProblem } from '#platform/web/api.ts';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import {
  BigButton,
  ChoiceChips,
  ChoiceTiles,
  EchoArt,
  EchoDone,
  FieldError,
  Notice,
  PublicLayout,
  type PublicPageProps,
  Rating,
  TextArea,
  useLoad,
} from '#platform/web/public/index.ts';
import {
  answerSurvey,
  isLow,
  lowScore,
  lowScoreHours,
  readSurvey,
  surveyReasons,
  type SurveyView,
} from '../contract.ts';
import { emptyAnswer, keepAnswer, type KeptAnswer, readAnswer } from './kept-words.ts';

const commentLimit = 2000;

const CaseLink = ({ view }: { readonly view: SurveyView }): ReactElement => {
  const t = useText('follow-up');
  return (
    <a className="btn" href={view.trackingUrl}>
      {t('survey.follow')}
    </a>
  );
};

/** What was said, and what follows from it. */
const Answered = ({ view }: { readonly view: SurveyView }): ReactElement => {
  const t = useText('follow-up');
  const { instant } = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { answer } = view;
  const low = answer !== null && isLow(answer);
  return (
    <PublicLayout company={view.companyName} title={t('survey.thanks')} plainFooter footer={<CaseLink view={view} />}>
      <div style={{ textAlign: 'center', paddingTop: 26 }}>
        <EchoDone />
        <h1 ref={heading} tabIndex={-1} style={{ marginTop: 18 }}>
          {t(low ? 'survey.reopened' : 'survey.thanks')}
        </h1>
        <p className="lead">{t(low ? 'survey.reopenedText' : 'survey.thanksText', { hours: lowScoreHours })}</p>
      </div>
      {answer ? (
        <section className="card" style={{ marginTop: 26 }}>
          <p className="meta">{t('survey.given', { time: instant(answer.answeredAt) })}</p>
          <p>
            {t('survey.gave', { score: answer.score, solved: t(answer.solved ? 'survey.solved' : 'survey.notSolved') })}
          </p>
          {answer.reasons.length > 0 ? (
            <p className="lead">
              {answer.reasons.map((reason) => t(`survey.reason.${reason}`)).join(t('survey.comma'))}
            </p>
          ) : null}
          {answer.comment === '' ? null : (
            <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{answer.comment}</p>
          )}
        </section>
      ) : null}
    </PublicLayout>
  );
};

const Over = ({ view }: { readonly view: SurveyView }): ReactElement => {
  const t = useText('follow-up');
  return (
    <PublicLayout company={view.companyName} title={t('survey.over')} footer={<CaseLink view={view} />}>
      <div className="empty">
        <EchoArt icon="info" kind="none" />
        <h1>{t('survey.over')}</h1>
        <p className="lead">{t('errors.survey_over')}</p>
      </div>
    </PublicLayout>
  );
};

/** The one answer being given; a refusal leaves everything as it was typed. */
const useAnswer = (token: string, reload: () => void) => {
  const problemText = useProblemText();
  const [given, setGiven] = useState(() => readAnswer(token));
  useEffect(() => keepAnswer(token, given), [token, given]);
  const change = (part: Partial<KeptAnswer>): void => setGiven((before) => ({ ...before, ...part }));
  const { solved, score, reasons, comment } = given;
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const low = (score !== null && score <= lowScore) || solved === 'no';
  const send = async (): Promise<void> => {
    setTried(true);
    setProblem(null);
    if (solved === null || score === null) return;
    setBusy(true);
    const answer = { score, solved: solved === 'yes', reasons: low ? reasons : [], comment };
    try {
      await call(answerSurvey, { params: { token }, body: answer });
      setGiven(emptyAnswer);
      reload();
    } catch (thrown) {
      const refused = toProblem(thrown);
      if (refused.status === 409) return reload();
      setProblem(problemText(refused));
      setBusy(false);
    }
  };
  return { ...given, change, tried, busy, problem, low, send };
};

type Answer = ReturnType<typeof useAnswer>;

/** What is asked; a low score says at once what follows. */
const Questions = ({ answer }: { readonly answer: Answer }): ReactElement => {
  const t = useText('follow-up');
  const { solved, score, low, tried } = answer;
  return (
    <>
      <ChoiceTiles
        legend={t('survey.isItSolved')}
        hideLegend
        high
        value={solved}
        onChange={(next) => answer.change({ solved: next })}
        error={tried && solved === null ? t('survey.chooseSolved') : undefined}
        choices={[
          { value: 'yes', label: t('survey.solved'), icon: 'met' },
          { value: 'no', label: t('survey.notSolved'), icon: 'over' },
        ]}
      />
      <Rating
        legend={t('survey.howWas')}
        low={t('survey.low')}
        high={t('survey.high')}
        value={score}
        onChange={(next) => answer.change({ score: next })}
      />
      {tried && score === null ? <FieldError text={t('survey.chooseScore')} /> : null}
      {low ? (
        <ChoiceChips
          legend={t('survey.whatWent')}
          note={t('survey.anyOf')}
          value={answer.reasons}
          onChange={(next) => answer.change({ reasons: next })}
          choices={surveyReasons.map((value) => ({ value, label: t(`survey.reason.${value}`) }))}
        />
      ) : null}
      <TextArea
        label={t('survey.comment')}
        required={false}
        limit={commentLimit}
        value={answer.comment}
        onChange={(next) => answer.change({ comment: next })}
      />
      <div role="status">
        {low ? (
          <Notice icon="undo" tone="amber">
            {t('survey.willReopen', { hours: lowScoreHours })}
          </Notice>
        ) : null}
      </div>
    </>
  );
};

const Ask = ({
  token,
  view,
  reload,
}: {
  readonly token: string;
  readonly view: SurveyView;
  readonly reload: () => void;
}): ReactElement => {
  const t = useText('follow-up');
  const id = useId();
  const answer = useAnswer(token, reload);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!answer.busy) void answer.send();
  };
  return (
    <PublicLayout
      company={view.companyName}
      title={t('survey.title')}
      footer={
        <BigButton primary type="submit" form={id} busy={answer.busy}>
          {t('survey.submit')}
        </BigButton>
      }
    >
      <form id={id} noValidate onSubmit={onSubmit}>
        <p className="meta">
          {ticketNumber(view.number)} {view.subject}
        </p>
        <h1>{t('survey.isItSolved')}</h1>
        {view.lastReply === '' ? null : (
          <details className="lead">
            <summary style={{ minHeight: 44, lineHeight: '44px', cursor: 'pointer' }}>{t('survey.lastReply')}</summary>
            <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{view.lastReply}</p>
          </details>
        )}
        <Questions answer={answer} />
        {answer.problem ? (
          <Notice icon="over" tone="red">
            {answer.problem} {t('track.kept')}
          </Notice>
        ) : null}
      </form>
    </PublicLayout>
  );
};

/** Rated once, by a link, without signing in. */
const SurveyPage = ({ token = '' }: PublicPageProps): ReactElement => {
  const t = useText('follow-up');
  const words = useText('platform');
  const problemText = useProblemText();
  const { data, problem, reload } = useLoad(token, (signal) => call(readSurvey, { params: { token } }, { signal }));
  if (data?.state === 'answered') return <Answered view={data} />;
  if (data?.state === 'over') return <Over view={data} />;
  if (data) return <Ask token={token} view={data} reload={reload} />;
  const missing = isProblem(problem) && problem.status === 404;
  return (
    <PublicLayout title={t('survey.title')}>
      {problem ? (
        <div className="empty" role="alert">
          <EchoArt icon={missing ? 'search' : 'over'} kind={missing ? 'none' : 'error'} />
          <h1>{missing ? t('track.noCase') : problemText(problem)}</h1>
          {missing ? (
            <p className="lead">{t('track.noCaseText')}</p>
          ) : (
            <BigButton compact onClick={reload}>
              {words('retry')}
            </BigButton>
          )}
        </div>
      ) : (
        <p className="lead" role="status">
          {words('loading')}
        </p>
      )}
    </PublicLayout>
  );
};

export default SurveyPage;
