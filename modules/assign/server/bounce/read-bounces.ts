import { departmentDirectory, peopleByIds } from '#modules/staff/server/index.ts';
import { accessTicket } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { BounceSetting, BounceView } from '../../contract/bounce.ts';
import { bounceOf, bounceSetting, movesOf, putBounceSetting } from './bounce.queries.ts';
import { mayDecide } from './watch-bounces.ts';

export const readBouncesOf = (app: App, actor: Actor, number: string): Promise<BounceView> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const [setting, moves, bounce] = [
      await bounceSetting(tx),
      await movesOf(tx, ticket.id),
      await bounceOf(tx, ticket.id),
    ];
    const nameOf = await namesOf(tx, [
      ...moves.map((one) => one.personId),
      bounce?.supervisorId ?? null,
      bounce?.decidedBy ?? null,
    ]);
    const placeOf = (id: string | null | undefined): string => {
      const found = id ? departmentDirectory(app).department(id) : undefined;
      return found ? (actor.locale === 'en' && found.nameEn !== '' ? found.nameEn : found.name) : '';
    };
    return {
      state: bounce === null ? 'none' : bounce.decidedAt === null ? 'asked' : 'decided',
      moves: moves.map((one) => ({
        from: placeOf(one.fromDepartmentId),
        to: placeOf(one.toDepartmentId),
        by: nameOf(one.personId),
        reason: one.reason,
        at: one.at.toISOString(),
      })),
      mostMoves: setting.mostMoves,
      supervisor: nameOf(bounce?.supervisorId ?? null),
      wanted: placeOf(bounce?.wantedDepartmentId),
      department: placeOf(bounce?.departmentId),
      decidedBy: nameOf(bounce?.decidedBy ?? null),
      decidedAt: bounce?.decidedAt?.toISOString() ?? null,
      reason: bounce?.reason ?? '',
      canDecide: bounce !== null && mayDecide(actor, bounce.ancestorId),
    };
  });

const namesOf = async (tx: Tx, ids: readonly (string | null)[]): Promise<(id: string | null) => string> => {
  const people = await peopleByIds(tx, [...new Set(ids.filter((id) => id !== null))]);
  const names = new Map(people.map((person) => [person.id, person.displayName]));
  return (id) => (id === null ? '' : (names.get(id) ?? ''));
};

export const readSetting = (app: App, actor: Actor): Promise<BounceSetting> =>
  app.db.read(actor.reach, (tx) => bounceSetting(tx));

export const saveSetting = (app: App, actor: Actor, setting: BounceSetting): Promise<BounceSetting> =>
  app.db.write(actor.reach, async (tx) => {
    await putBounceSetting(tx, setting);
    return setting;
  });
