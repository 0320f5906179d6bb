import './approvals.css';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { type Action, actionTitle, useActions } from '#platform/web/actions.ts';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Card, Icon, IconButton, KeyHint, Loaded } from '#platform/web/parts/index.ts';
import { useActionContext } from '#platform/web/palette/action-host.tsx';
import { useRoute } from '#platform/web/query.ts';
import { readApproval, type RequestView } from '../contract.ts';
import { ChosenFiles } from './act-files.tsx';
import { ActDialog, type DialogKind } from './act-dialog.tsx';
import { ActLog } from './act-log.tsx';
import { LevelPicture } from './level-picture.tsx';
import { StatusBadge } from './approval-rows.tsx';
import { requestActions, useActs } from './request-actions.ts';
import { type ActFileUploads, useActFiles } from './use-act-files.ts';
import { factLines, kindWord, useLocalName } from './words.ts';

const Facts = ({ view }: { readonly view: RequestView }): ReactElement | null => {
  const facts = factLines(view);
  if (facts.length === 0) return null;
  return (
    <dl className="ap-facts">
      {facts.map(([name, value]) => (
        <div key={name} className="row">
          <dt className="t2">{name}</dt>
          <dd>
            <b>{value}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
};

const Top = ({ view, onBack }: { readonly view: RequestView; readonly onBack: () => void }): ReactElement => {
  const t = useText('approval');
  const format = useFormat();
  return (
    <header className="ap-top">
      <IconButton icon="left" label={t('list.back')} onClick={onBack} />
      <span className="t2">{kindWord(view.kind)}</span>
      <span className="t3 f12">
        {t('request.by', {
          name: view.requestedBy.name,
          at: format.instant(view.requestedAt),
        })}
      </span>
      {view.round > 1 ? <span className="t3 f12">{t('list.round', { round: view.round })}</span> : null}
      <span className="sp" />
      {view.urgeCount > 0 ? <span className="amber f12">{t('list.urged', { count: view.urgeCount })}</span> : null}
      <StatusBadge row={view} />
      <h1 tabIndex={-1}>{view.title}</h1>
    </header>
  );
};

type BarProps = {
  readonly view: RequestView;
  readonly actions: readonly Action[];
  readonly words: string;
  readonly busy: boolean;
  readonly uploads: ActFileUploads;
  readonly onWords: (words: string) => void;
};

const Bar = ({ view, actions, words, busy, uploads, onWords }: BarProps): ReactElement | null => {
  const t = useText('approval');
  const context = useActionContext();
  if (actions.length === 0) return null;
  const { decide, insteadOf } = view.abilities;
  return (
    <footer className="ap-bar" role="toolbar" aria-label={t('request.bar')}>
      {decide ? (
        <label className="inp">
          <input
            value={words}
            maxLength={2000}
            placeholder={insteadOf ? t('request.opinionFor', { name: insteadOf }) : t('request.opinion')}
            aria-label={t('opinion')}
            onChange={(event) => onWords(event.target.value)}
          />
          <IconButton icon="clip" size="s" label={t('file.add')} onClick={uploads.choose} />
        </label>
      ) : (
        <span className="sp" />
      )}
      {decide && uploads.files.length > 0 ? <ChosenFiles uploads={uploads} /> : null}
      {actions.toReversed().map((action) => {
        const primary = action.id === 'approval:approve' || action.id === 'approval:resubmit';
        return (
          <Button
            key={action.id}
            tone={primary ? 'primary' : action.danger ? 'danger' : 'plain'}
            busy={busy || uploads.busy}
            {...(action.keys?.[0] ? { keys: action.keys[0] } : {})}
            onClick={() => action.run(context)}
          >
            {actionTitle(action)}
          </Button>
        );
      })}
    </footer>
  );
};

/** `O`: to what the request is about, which one wants to have seen before signing. */
const useOpenSubject = (link: string): void => {
  const t = useText('approval');
  const actions = useMemo<Action[]>(
    () =>
      link === ''
        ? []
        : [
            {
              id: 'approval:subject',
              title: t('request.link'),
              icon: 'link',
              keys: ['O'],
              section: 'current',
              priority: 50,
              run: ({ navigate }) => navigate(link),
            },
          ],
    [t, link],
  );
  useActions(actions);
};

type ShownProps = { readonly view: RequestView; readonly onBack: () => void; readonly next: () => void };

const Shown = ({ view, onBack, next }: ShownProps): ReactElement => {
  const t = useText('approval');
  const nameOf = useLocalName();
  const [words, setWords] = useState('');
  const [dialog, setDialog] = useState<DialogKind | null>(null);
  const uploads = useActFiles();
  const acts = useActs(view, uploads.ids, (over) => {
    setDialog(null);
    setWords('');
    uploads.clear();
    if (over) next();
  });
  const steps = { approve: () => acts.approve(words), ask: setDialog, urge: acts.urge };
  const latest = useRef(steps);
  useEffect(() => {
    latest.current = steps;
  });
  const { abilities } = view;
  const canUrge = view.urgeFreeAt === null;
  const actions = useMemo(() => requestActions(t, abilities, canUrge, () => latest.current), [t, abilities, canUrge]);
  useActions(actions, { label: view.title, icon: 'stamp' });
  useOpenSubject(view.link);
  return (
    <>
      <Top view={view} onBack={onBack} />
      <div className="ap-body">
        <Card
          title={nameOf({ name: view.flowName, nameEn: view.flowNameEn })}
          note={t('request.version', { version: view.flowVersion })}
          actions={
            view.link ? (
              <Link to={view.link} className="row ac">
                <Icon name="link" size="s" />
                {t('request.link')}
                <KeyHint keys="O" />
              </Link>
            ) : null
          }
        >
          <Facts view={view} />
          {view.reason ? <p className="ap-why">{view.reason}</p> : null}
          <LevelPicture view={view} />
        </Card>
        <ActLog view={view} />
      </div>
      <Bar view={view} actions={actions} words={words} busy={acts.busy} uploads={uploads} onWords={setWords} />
      {dialog ? (
        <ActDialog
          kind={dialog}
          view={view}
          acts={acts}
          words={words}
          uploads={uploads}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </>
  );
};

type PaneProps = { readonly id: string; readonly onBack: () => void; readonly next: () => void };

const RequestPane = ({ id, onBack, next }: PaneProps): ReactElement => {
  const { data, error, refetch } = useRoute(readApproval, { params: { id } });
  return (
    <section className="ap-request">
      <Loaded data={data} error={error ?? undefined} onRetry={() => void refetch()}>
        {(view) => <Shown view={view} onBack={onBack} next={next} />}
      </Loaded>
    </section>
  );
};

export default RequestPane;
