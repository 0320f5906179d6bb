import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { DatePicker } from '#platform/web/parts/index.ts';

export type Period = { readonly from: string; readonly to: string };

const dayForm = 'YYYY-MM-DD';

/** From the first day of the month before to today. */
export const usePeriod = () =>
  useState<Period>(() => ({
    from: dayjs().subtract(1, 'month').startOf('month').format(dayForm),
    to: dayjs().format(dayForm),
  }));

type FieldProps = { readonly period: Period; readonly onChange: (period: Period) => void };

/** Two days; the end is never before the beginning. */
export const PeriodFields = ({ period, onChange }: FieldProps): ReactElement => {
  const t = useText('resolve');
  const day = (label: string, value: string, change: (day: Dayjs) => Period): ReactElement => (
    <DatePicker
      aria-label={label}
      allowClear={false}
      format={dayForm}
      value={dayjs(value)}
      onChange={(next) => {
        if (dayjs.isDayjs(next)) onChange(change(next));
      }}
    />
  );
  return (
    <div className="row wrap" role="group" aria-label={t('report.period')}>
      {day(t('report.from'), period.from, (next) => ({
        from: next.format(dayForm),
        to: next.isAfter(period.to) ? next.format(dayForm) : period.to,
      }))}
      <span className="t3">–</span>
      {day(t('report.to'), period.to, (next) => ({
        from: next.isBefore(period.from) ? next.format(dayForm) : period.from,
        to: next.format(dayForm),
      }))}
    </div>
  );
};
