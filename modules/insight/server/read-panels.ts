import type { z } from 'zod';
import { departmentDirectory } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { DepartmentLoad, readHeat, readRatings } from '../contract.ts';
import { arrivalsByHour, countsByDay, loadByDepartment } from './board.queries.ts';
import { dayOf, shiftDay, weekOf } from './calendar.ts';
import { placesOf } from './places.ts';

type Scope = { department?: string | undefined };

export const readDepartmentsFor = (app: App, actor: Actor, query: Scope): Promise<{ items: DepartmentLoad[] }> => {
  const places = placesOf(app, actor, query.department);
  const directory = departmentDirectory(app);
  return app.db.read(actor.reach, async (tx) => ({
    items: (await loadByDepartment(tx, places)).map(({ departmentId, open, overdue }) => {
      const department = directory.department(departmentId);
      return {
        id: departmentId,
        name: department?.name ?? '',
        nameEn: department?.nameEn ?? '',
        open,
        overdue,
        query: directory.unitsBelow(departmentId).length > 1 ? null : { department: departmentId, state: 'open' },
      };
    }),
  }));
};

const heatWeeks = 4;

/** Four whole weeks up to today, so that each weekday counts as often as the others. */
export const readHeatFor = (app: App, actor: Actor, query: Scope): Promise<z.input<typeof readHeat.reply>> => {
  const to = dayOf(app.clock.now());
  const from = shiftDay(to, 1 - heatWeeks * 7);
  const places = placesOf(app, actor, query.department);
  return app.db.read(actor.reach, async (tx) => {
    const rows = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
    for (const { weekday, hour, opened } of await arrivalsByHour(tx, places, from, to)) {
      const row = rows[weekday - 1];
      if (row) row[hour] = opened;
    }
    return { from, to, weeks: heatWeeks, rows };
  });
};

const ratingWeeks = 12;

export const readRatingsFor = (app: App, actor: Actor, query: Scope): Promise<ReplyOf<typeof readRatings>> => {
  const today = dayOf(app.clock.now());
  const from = shiftDay(weekOf(today), -7 * (ratingWeeks - 1));
  const places = placesOf(app, actor, query.department);
  return app.db.read(actor.reach, async (tx) => {
    const byWeek = Map.groupBy(await countsByDay(tx, places, from, today), (counts) => weekOf(counts.day));
    const sum = (
      counts: readonly { [Key in 'rated' | 'asked' | 'ratingSum']: number }[],
      key: 'rated' | 'asked' | 'ratingSum',
    ) => counts.reduce((total, each) => total + each[key], 0);
    const weeks = Array.from({ length: ratingWeeks }, (_unused, index) => {
      const week = shiftDay(from, index * 7);
      const counts = byWeek.get(week) ?? [];
      const rated = sum(counts, 'rated');
      return {
        from: week,
        average: rated === 0 ? null : sum(counts, 'ratingSum') / rated,
        rated,
        asked: sum(counts, 'asked'),
      };
    });
    return {
      weeks,
      rated: weeks.reduce((total, week) => total + week.rated, 0),
      asked: weeks.reduce((total, week) => total + week.asked, 0),
    };
  });
};
