import type { ReactElement } from 'react';
import { useNames } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import { isKind, KindMark, LevelMark, Tag } from '#platform/web/parts/index.ts';
import type { Conditions } from './policy-fields.tsx';

const isLevel = (level: number | null): level is 1 | 2 | 3 => level === 1 || level === 2 || level === 3;

/** Whom a promise is for, in marks; nothing asked means everybody. */
export const ConditionMarks = ({ policy }: { readonly policy: Conditions }): ReactElement => {
  const t = useText('sla');
  const names = useNames();
  const { kind, level, categoryKey, channel, departmentId } = policy;
  if ([kind, level, categoryKey, channel, departmentId].every((each) => each === null))
    return <span className="t3">{t('policy.everybody')}</span>;
  return (
    <span className="row wrap">
      {categoryKey === null ? null : <Tag line>{names.category(categoryKey) ?? categoryKey}</Tag>}
      {channel === null ? null : <Tag line>{t(`ticket:channel.${channel}`)}</Tag>}
      {departmentId === null ? null : <Tag line>{names.department(departmentId) ?? '…'}</Tag>}
      {isLevel(level) ? <LevelMark level={level} /> : null}
      {kind && isKind(kind) ? <KindMark kind={kind} /> : null}
    </span>
  );
};
