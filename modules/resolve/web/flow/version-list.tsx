import type { ReactElement } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { type Language, type Translate, useLanguage, useText } from '#platform/web/i18n.ts';
import { Badge, Button } from '#platform/web/parts/index.ts';
import type { FlowChange, FlowView } from '../../contract.ts';

type Version = FlowView['versions'][number];

const changeWords = (t: Translate, language: Language, change: FlowChange): string => {
  const step = (language === 'en' && change.stepEn) || change.step;
  const parts = change.parts.map((part) => t(`flow.part.${part}`)).join(t('flow.comma'));
  return t(`flow.change.${change.what}`, { step, parts });
};

const tones = { draft: 'hold', published: 'met', superseded: 'info', retired: 'info' } as const;

type ListProps = {
  readonly flow: FlowView;
  readonly busy: boolean;
  readonly onLook: (no: number) => void;
  readonly onRevive: (no: number) => void;
};

/** All versions, the newest first, with what changed in each; an older one can be looked at and taken up again. */
export const VersionList = ({ flow, busy, onLook, onRevive }: ListProps): ReactElement => {
  const t = useText('resolve');
  const format = useFormat();
  const language = useLanguage();
  const hasDraft = flow.versions.some((version) => version.state === 'draft');
  const line = (version: Version): ReactElement => (
    <li key={version.no}>
      <div className="row wrap">
        <b>{t('flow.versionNo', { no: version.no })}</b>
        <Badge tone={tones[version.state]}>{t(`flow.versionState.${version.state}`)}</Badge>
        <span className="sp" />
        {version.running > 0 ? (
          <span className="t3 f12">{t('flow.runningCount', { count: version.running })}</span>
        ) : null}
      </div>
      <div className="t3 f12">
        {version.changedBy} {format.instant(version.publishedAt ?? version.changedAt)}
      </div>
      <ul className="f12 t2">
        {version.changes.map((change, at) => (
          <li key={at}>{changeWords(t, language, change)}</li>
        ))}
      </ul>
      <div className="rs-acts">
        {version.no === flow.no ? null : (
          <Button size="s" onClick={() => onLook(version.no)}>
            {t('flow.look')}
          </Button>
        )}
        {version.state === 'draft' || hasDraft ? null : (
          <Button size="s" busy={busy} onClick={() => onRevive(version.no)}>
            {t('flow.revive')}
          </Button>
        )}
      </div>
    </li>
  );
  return <ol className="wf-versions">{flow.versions.map(line)}</ol>;
};
