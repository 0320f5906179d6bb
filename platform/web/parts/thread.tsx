import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import type { BadgeTone } from './marks.tsx';

type ThreadEntryProps = {
  /** customer: their words. reply: ours to them. note: never leaves the house. */
  readonly form: 'customer' | 'reply' | 'note';
  readonly author: string;
  /** Beside the author: channel, delivery, department. */
  readonly facts?: ReactNode;
  readonly at: ReactNode;
  readonly avatar?: ReactNode;
  readonly children: ReactNode;
  readonly after?: ReactNode;
  readonly tight?: boolean;
  readonly id?: string;
};

const formClasses = { customer: '', reply: 'me', note: 'note' };

export const ThreadEntry = (props: ThreadEntryProps): ReactElement => {
  const { form, author, facts, at, avatar, children, after, tight, id } = props;
  return (
    <article className={`ms ${formClasses[form]} ${tight ? 'tight' : ''}`} id={id}>
      {avatar}
      <div className="bx">
        <div className="hd">
          <b>{author}</b>
          {form === 'note' ? <Icon name="lock" size="xs" /> : null}
          {facts}
          <span className="sp" />
          {at}
        </div>
        <div className="tx">{children}</div>
        {after}
      </div>
    </article>
  );
};

type EventLineProps = { readonly icon: IconName; readonly children: ReactNode; readonly end?: ReactNode };

/** What the system or a colleague did, in one light line. */
export const EventLine = ({ icon, children, end }: EventLineProps): ReactElement => (
  <div className="ev">
    <Icon name={icon} size="s" />
    <span>{children}</span>
    {end ? (
      <>
        <span className="sp" />
        {end}
      </>
    ) : null}
  </div>
);

type MarkLineProps = { readonly tone: Extract<BadgeTone, 'met' | 'near' | 'over'>; readonly children: ReactNode };

/** A promise kept, nearly missed or missed, on a hairline across the thread. */
export const MarkLine = ({ tone, children }: MarkLineProps): ReactElement => (
  <div className={`mark ${tone}`}>
    <span>
      <Icon name={tone === 'near' ? 'alarm' : tone} size="s" />
      {children}
    </span>
  </div>
);
