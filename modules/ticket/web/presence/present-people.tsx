import './presence.css';
import type { ReactElement } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Avatar, Banner, Icon } from '#platform/web/parts/index.ts';
import type { PresenceState, PresentPerson } from '../../contract.ts';

const rings = { looking: 'look', writing: 'edit', away: 'away' } as const satisfies Record<PresenceState, string>;
const shownFaces = 3;

type PeopleProps = { readonly people: readonly PresentPerson[] };

/** Faces in the header: a grey ring looks, an amber one writes, a faded one has turned away. */
export const PresentFaces = ({ people }: PeopleProps): ReactElement | null => {
  const t = useText('ticket');
  if (people.length === 0) return null;
  return (
    <span className="where" role="group" aria-label={t('presence.label')}>
      {people.slice(0, shownFaces).map((person) => (
        <Avatar key={person.id} name={person.name} ring={rings[person.state]} />
      ))}
      {people.length > shownFaces ? <span className="t3 f12">+{people.length - shownFaces}</span> : null}
    </span>
  );
};

const useNameList = (): ((people: readonly PresentPerson[]) => string) => {
  const t = useText('ticket');
  return (people) => people.map((person) => person.name).join(t('listComma'));
};

/** One quiet line beside the filters; amber and by name as soon as somebody writes. */
export const PresentLine = ({ people }: PeopleProps): ReactElement => {
  const t = useText('ticket');
  const namesOf = useNameList();
  const writers = people.filter((person) => person.state === 'writing');
  const lookers = people.filter((person) => person.state === 'looking');
  const words =
    writers.length > 0
      ? t('presence.writing', { names: namesOf(writers) })
      : lookers.length > 0
        ? t('presence.looking', { names: namesOf(lookers) })
        : '';
  return (
    <span className={`row f12 t3 wpresent${writers.length > 0 ? ' writing' : ''}`} role="status">
      {words === '' ? null : <Icon name={writers.length > 0 ? 'pen' : 'eye'} size="s" />}
      <span className="el">{words}</span>
    </span>
  );
};

type CollisionProps = {
  readonly writers: readonly PresentPerson[];
  /** The writer has pressed once: the next press sends. */
  readonly asked: boolean;
  readonly onNote?: () => void;
};

/** Inside the composer, and again at the moment of sending. */
export const CollisionBanner = ({ writers, asked, onNote }: CollisionProps): ReactElement => {
  const t = useText('ticket');
  const namesOf = useNameList();
  const written = Math.max(...writers.map((person) => person.written));
  return (
    <div className="wcollide">
      <Banner
        tone="amber"
        icon={asked ? 'over' : 'pen'}
        {...(onNote ? { action: { label: t('presence.asNote'), onClick: onNote } } : {})}
      >
        <b>{t('presence.writing', { names: namesOf(writers) })}</b>{' '}
        {asked ? t('presence.again') : t('presence.willAsk', { count: written })}
      </Banner>
    </div>
  );
};
