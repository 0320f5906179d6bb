import type { ReactElement } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { KindMark, LevelMark, Tag } from '#platform/web/parts/index.ts';
import type { AssignRule } from '../contract.ts';
import type { Places } from './places.ts';

type WordsProps = { readonly rule: AssignRule; readonly places: Places };

/** What a case has to be for the rule; every condition that is set must hold. */
export const Conditions = ({ rule, places }: WordsProps): ReactElement => {
  const t = useText('assign');
  const { kind, categoryPrefix, level, region, channel, tier } = rule;
  if ([kind, categoryPrefix, level, region, channel, tier].every((each) => each === null))
    return <span className="t3">{t('rules.always')}</span>;
  return (
    <span className="row wrap" style={{ gap: 8 }}>
      {kind === null ? null : <KindMark kind={kind} />}
      {categoryPrefix === null ? null : <Tag icon="branch">{places.categoryName(categoryPrefix)}</Tag>}
      {level === null ? null : <LevelMark level={level} />}
      {region === null ? null : <Tag icon="pin">{region}</Tag>}
      {channel === null ? null : <Tag>{t(`ticket:channel.${channel}`)}</Tag>}
      {tier === null ? null : <Tag icon="star">{t(`tier.${tier}`)}</Tag>}
    </span>
  );
};

/** Who gets it: a person by name, or whoever in the department has least to do. */
export const Target = ({ rule, places }: WordsProps): ReactElement => {
  const t = useText('assign');
  return (
    <span className="row wrap" style={{ gap: 8 }}>
      <b>{places.departmentName(rule.departmentId)}</b>
      <span className="t3 f12">{rule.personId === null ? t('rules.byLoad') : places.personName(rule.personId)}</span>
    </span>
  );
};
