import { type ReactElement, useEffect, useState } from 'react';
import { call, isProblem } from '#platform/web/api.ts';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import {
  BigButton,
  EchoArt,
  KindMark,
  Notice,
  PublicLayout,
  type PublicPageProps,
  useLoad,
} from '#platform/web/public/index.ts';
import { readTracking, type TrackingView } from '../contract.ts';
import { ComposerBar, ComposerTray, useComposer } from './case-composer.tsx';
import { CaseNotices, CasePromise, CaseStages } from './case-progress.tsx';
import { CaseThread } from './case-thread.tsx';
import { FindCaseForm } from './find-case-form.tsx';
import './tracking.css';

const refreshMs = 30_000;

/** News is looked for while somebody looks, and at once when he comes back to the page. */
const useRefresh = (reload: () => void): void => {
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') reload();
    };
    const timer = setInterval(look, refreshMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [reload]);
};

type CaseProps = { readonly token: string; readonly view: TrackingView; readonly reload: () => void };

const Case = ({ token, view, reload }: CaseProps): ReactElement => {
  const t = useText('follow-up');
  const { day } = useFormat();
  const { ticket, abilities, surveyPath } = view;
  const composer = useComposer(token, reload);
  return (
    <PublicLayout
      company={view.companyName}
      title={`${ticketNumber(ticket.number)} ${ticket.subject}`}
      footer={abilities.write ? <ComposerBar composer={composer} view={view} /> : undefined}
    >
      <p className="row meta">
        <KindMark kind={ticket.kind} /> <span>{ticketNumber(ticket.number)}</span>
        <span className="sp" />
        <span>{t('track.sentOn', { day: day(ticket.createdAt) })}</span>
      </p>
      <h1 style={{ fontSize: 19, lineHeight: '28px', margin: '2px 0 12px' }}>{ticket.subject}</h1>
      <CaseStages ticket={ticket} />
      <CasePromise ticket={ticket} />
      {abilities.unsolved ? (
        <section className="card ask0" aria-label={t('track.isItSolved')}>
          <h2>{t('track.isItSolved')}</h2>
          <div className="row">
            {surveyPath ? (
              <a className="btn p m" href={surveyPath}>
                {t('track.rate')}
              </a>
            ) : null}
            <BigButton compact disabled={composer.busy || composer.uploading} onClick={() => void composer.send(true)}>
              {t('track.unsolved')}
            </BigButton>
          </div>
          <p className="meta" style={{ marginTop: 8 }}>
            {t('track.unsolvedNote')}
          </p>
        </section>
      ) : null}
      <CaseThread token={token} ticket={ticket} />
      {abilities.write ? (
        <ComposerTray composer={composer} token={token} view={view} />
      ) : (
        <Notice icon="lock">{t('errors.archived')}</Notice>
      )}
      <CaseNotices notices={view.notices} />
    </PublicLayout>
  );
};

const Loaded = ({ token }: { readonly token: string }): ReactElement => {
  const t = useText('follow-up');
  const words = useText('platform');
  const problemText = useProblemText();
  const { data, problem, reload } = useLoad(token, (signal) => call(readTracking, { params: { token } }, { signal }));
  useRefresh(reload);
  if (data) return <Case key={token} token={token} view={data} reload={reload} />;
  const missing = isProblem(problem) && problem.status === 404;
  return (
    <PublicLayout title={t('find.title')}>
      {problem ? (
        <div className="empty" role="alert">
          <EchoArt icon={missing ? 'search' : 'over'} kind={missing ? 'none' : 'error'} />
          <h1>{missing ? t('track.noCase') : problemText(problem)}</h1>
          <p className="lead">{missing ? t('track.noCaseText') : ''}</p>
          {missing ? (
            <a className="btn m" href="/t" style={{ marginTop: 16 }}>
              {t('find.title')}
            </a>
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

/** The case behind a link; without one, the way to it by number and phone tail. */
const TrackingPage = ({ token: given }: PublicPageProps): ReactElement => {
  const [token, setToken] = useState(given);
  const open = (found: string): void => {
    window.history.pushState(null, '', `/t/${found}`);
    setToken(found);
  };
  useEffect(() => {
    const back = (): void => setToken(window.location.pathname.split('/')[2] || undefined);
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  return token === undefined ? <FindCaseForm onFound={open} /> : <Loaded token={token} />;
};

export default TrackingPage;
