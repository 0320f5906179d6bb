import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Presence } from '../contract.ts';
import { peopleByIds, saveOwnChoices } from './person.queries.ts';

/** Moves one's own presence, when it is one of `from`; routing hears of it by the event. */
export const changePresence = async (
  tx: Tx,
  app: App,
  actor: Actor & { id: string },
  change: { from: readonly Presence[]; to: Presence },
): Promise<void> => {
  const [person] = await peopleByIds(tx, [actor.id]);
  if (!person || person.presence === change.to || !change.from.includes(person.presence)) return;
  await saveOwnChoices(tx, actor.id, { presence: change.to });
  const data = { from: person.presence, to: change.to };
  await emit(tx, [{ name: 'person.presence_changed', subjectId: actor.id, actor, at: app.clock.now(), data }]);
};
