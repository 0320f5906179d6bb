import type { ReactElement } from 'react';
import { durationWords, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Avatar, Badge, Icon, Tag } from '#platform/web/parts/index.ts';
import type { RequestView, SignerView } from '../contract.ts';
import { ruleWord, useLocalName } from './words.ts';

type Step = RequestView['steps'][number];

const SignerState = ({ signer }: { readonly signer: SignerView }): ReactElement => {
  const t = useText('approval');
  if (signer.state === 'approved')
    return <Badge tone="met">{t(signer.origin === 'added' ? 'signer.addedApproved' : 'signer.approved')}</Badge>;
  if (signer.state === 'rejected') return <Badge tone="over">{t('signer.rejected')}</Badge>;
  if (signer.state === 'lapsed') return <span className="t3 f12">{t('signer.lapsed')}</span>;
  return signer.ready ? (
    <Badge tone="near">{t('signer.waiting')}</Badge>
  ) : (
    <span className="t3 f12">{t('signer.later')}</span>
  );
};

const Signer = ({ signer }: { readonly signer: SignerView }): ReactElement => {
  const t = useText('approval');
  const format = useFormat();
  const other = signer.decidedBy !== null && signer.decidedBy.id !== signer.person.id ? signer.decidedBy : null;
  const byTimeout = signer.decidedBy === null && signer.decidedAt !== null;
  return (
    <li className="ap-signer">
      <Avatar name={signer.person.name} decorative />
      <div className="col" style={{ minWidth: 0, flex: 1 }}>
        <span className="row wrap" style={{ gap: 8 }}>
          <b>{signer.person.name}</b>
          <span className="t3 f12">{signer.person.departmentName}</span>
          {signer.origin === 'added' ? <Tag>{t('signer.added')}</Tag> : null}
        </span>
        {other ? <span className="t2 f12">{t('signer.by', { name: other.name })}</span> : null}
        {byTimeout ? <span className="t2 f12">{t('signer.byTimeout')}</span> : null}
        {signer.standIn ? <span className="t2 f12">{t('signer.standIn', { name: signer.standIn.name })}</span> : null}
        {signer.comment ? <span className="ap-said">{signer.comment}</span> : null}
      </div>
      <SignerState signer={signer} />
      {signer.decidedAt ? (
        <time className="t3 f12" title={format.full(signer.decidedAt)}>
          {format.instant(signer.decidedAt)}
        </time>
      ) : null}
    </li>
  );
};

type StepState = 'done' | 'now' | 'later' | 'back';

const stateOf = (view: RequestView, step: Step): StepState => {
  if (view.status === 'approved' || step.level < view.level) return 'done';
  if (step.level > view.level) return 'later';
  return view.status === 'open' ? 'now' : 'back';
};

const Mark = ({ state, level }: { readonly state: StepState; readonly level: number }): ReactElement => {
  const t = useText('approval');
  return (
    <span className={`ap-mark ${state}`} title={t(`step.${state}`)}>
      {state === 'done' ? <Icon name="check" size="s" /> : state === 'back' ? <Icon name="undo" size="s" /> : level}
      <span className="sr">{t(`step.${state}`)}</span>
    </span>
  );
};

/** The levels on a line: who decided, who is awaited, who comes later. */
export const LevelPicture = ({ view }: { readonly view: RequestView }): ReactElement => {
  const t = useText('approval');
  const nameOf = useLocalName();
  return (
    <ol className="ap-levels">
      {view.steps.map((step) => {
        const own = view.signers.filter((signer) => signer.level === step.level && signer.person.id !== '');
        const latest = Math.max(0, ...own.map((signer) => signer.round));
        const reached = step.level <= view.level;
        const signers = reached ? own.filter((signer) => signer.round === latest) : [];
        const agreed = signers.filter((signer) => signer.origin === 'flow' && signer.state === 'approved').length;
        return (
          <li key={step.level}>
            <Mark state={stateOf(view, step)} level={step.level} />
            <div className="ap-step">
              <div className="row wrap" style={{ gap: 8 }}>
                <b>{nameOf(step)}</b>
                <Tag>{ruleWord(step.rule)}</Tag>
                {step.timeoutMinutes === null ? null : (
                  <span className="t3 f12">
                    {t(`step.limit.${step.timeoutIn}`, { time: durationWords(step.timeoutMinutes * 60_000) })}
                  </span>
                )}
                <span className="sp" />
                {signers.length > 0 ? (
                  <span className="t3 f12">{t('step.signed', { signed: agreed, needed: step.needed })}</span>
                ) : null}
              </div>
              {signers.length > 0 ? (
                <ul>
                  {signers.map((signer) => (
                    <Signer key={signer.no} signer={signer} />
                  ))}
                </ul>
              ) : (
                <p className="t3 f12">
                  {t('step.planned', { names: step.planned.map((person) => person.name).join(t('comma')) })}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
};
