import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export type ListRowProps = {
  readonly channel: IconName;
  readonly name: string;
  readonly number: string;
  /** Tier and the like, between name and number. */
  readonly tags?: ReactNode;
  readonly badge?: ReactNode;
  readonly subject: string;
  /** Level, kind, links, urges: the left part of the third line. */
  readonly facets?: ReactNode;
  /** Only in compact rows: the bars of the level. */
  readonly level?: ReactNode;
  readonly messages?: ReactNode;
  readonly at?: ReactNode;
  readonly unread?: string;
  readonly selected?: boolean;
  readonly dense?: boolean;
  /** A checkbox; it takes the gutter of the unread dot, so rows do not jump. */
  readonly pick?: ReactNode;
};

const Gutter = ({ pick, unread }: Pick<ListRowProps, 'pick' | 'unread'>): ReactElement | null => {
  if (pick) return <span className="pick">{pick}</span>;
  if (!unread) return null;
  return (
    <>
      <span className="un dot" title={unread} />
      <span className="sr">{unread}</span>
    </>
  );
};

const RoomyLines = (props: ListRowProps): ReactElement => (
  <>
    <div className="l1">
      <Icon name={props.channel} size="s" />
      <span className="nm el">{props.name}</span>
      {props.tags}
      <span className="t3 nw">{props.number}</span>
    </div>
    {props.badge ?? <span />}
    <div className="sub el">{props.subject}</div>
    <div className="l3">
      {props.facets}
      <span className="sp" />
      {props.messages}
      {props.at}
    </div>
  </>
);

const DenseLines = (props: ListRowProps): ReactElement => (
  <>
    <div className="row head">
      <span className="lvl">{props.level}</span>
      <span className="sub el sp">{props.subject}</span>
      {props.badge}
    </div>
    <div className="l3">
      <span className="row" style={{ gap: 4 }}>
        <Icon name={props.channel} size="xs" />
        {props.name}
      </span>
      <span>{props.number}</span>
      {props.facets}
      <span className="sp" />
      {props.at}
    </div>
  </>
);

/** Classes of a list row, for the element that carries the click (a link, an option). */
export const listRowClass = (
  props: Pick<ListRowProps, 'unread' | 'selected' | 'dense'> & { readonly picked?: boolean },
) =>
  ['tk', props.unread ? 'new' : '', props.selected ? 'on' : '', props.picked ? 'sel' : '', props.dense ? 'dense' : '']
    .filter(Boolean)
    .join(' ');

/** The inside of a list row: 78 px with three lines, or 54 px with two. */
export const ListRowLines = (props: ListRowProps): ReactElement => (
  <>
    <Gutter pick={props.pick} unread={props.unread} />
    {props.dense ? <DenseLines {...props} /> : <RoomyLines {...props} />}
  </>
);
