import type { ReactElement } from 'react';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import type { CalendarView } from '../contract.ts';
import { monthsOf, type YearDay } from './year-days.ts';

const weekdays = [1, 2, 3, 4, 5, 6, 7];
/** 2024-01-01 was a Monday: names of weekdays come from Intl. */
const weekdayName = (weekday: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'narrow', timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekday));

const monthName = (month: number, language: string): string =>
  new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, month - 1, 1));

const Cell = ({ day }: { readonly day: YearDay | null }): ReactElement => {
  const t = useText('sla');
  const language = useLanguage();
  if (!day) return <td />;
  const name = language === 'en' && day.nameEn ? day.nameEn : day.name;
  const what = [name, t(`day.${day.kind}`)].filter(Boolean).join(' ');
  const special = day.kind === 'holiday' || day.kind === 'makeup';
  return (
    <td className={day.kind} title={`${day.date} ${what}`}>
      {day.number}
      {special ? <span className="sr">{what}</span> : null}
      {special ? (
        <sup aria-hidden="true">{t(day.kind === 'holiday' ? 'calendar.offMark' : 'calendar.workMark')}</sup>
      ) : null}
    </td>
  );
};

/** A year at a glance: what is off, what is worked although it is a weekend. */
export const YearPicture = ({
  calendar,
  year,
}: {
  readonly calendar: CalendarView;
  readonly year: number;
}): ReactElement => {
  const language = useLanguage();
  return (
    <div className="syear">
      {monthsOf(calendar, year).map((weeks, at) => (
        <table key={at}>
          <caption>{monthName(at + 1, language)}</caption>
          <thead>
            <tr>
              {weekdays.map((weekday) => (
                <th key={weekday} scope="col">
                  {weekdayName(weekday, language)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week, row) => (
              <tr key={row}>
                {week.map((day, column) => (
                  <Cell key={column} day={day} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
};
