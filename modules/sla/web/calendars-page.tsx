import './calendars.css';
import { type ChangeEvent, type ReactElement, useRef, useState } from 'react';
import { toProblem, upload } from '#platform/web/api.ts';
import { useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Banner, Button, Card, Fact, Input, Loaded, Page, Segmented, Tag } from '#platform/web/parts/index.ts';
import { problemText, useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type CalendarView, changeCalendar, importNotice, listCalendars } from '../contract.ts';
import { periodWords, readPeriods } from './year-days.ts';
import { YearPicture } from './year-picture.tsx';

const useCalendarName = (): ((calendar: CalendarView) => string) => {
  const language = useLanguage();
  return ({ name, nameEn }) => (language === 'en' && nameEn ? nameEn : name);
};

const weekdayNames = (language: string): string[] =>
  Array.from({ length: 7 }, (_, at) =>
    new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, at + 1)),
  );

/** Reads a notice from a file and tells what came of it. */
const NoticeUpload = ({ calendar, onDone }: { readonly calendar: CalendarView; readonly onDone: () => void }) => {
  const t = useText('sla');
  const field = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const send = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (!file) return;
    const form = new FormData();
    form.set('file', file);
    setBusy(true);
    try {
      const read = await upload(importNotice, { params: { key: calendar.key } }, form);
      const { holidays, workdays, recomputed, moved } = read;
      toast({ text: t('calendar.imported', { years: read.years.join(', '), holidays, workdays, recomputed, moved }) });
      onDone();
    } catch (error) {
      toast({ text: problemText(toProblem(error)), icon: 'over' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <input
        ref={field}
        type="file"
        hidden
        accept=".json,.ics,.csv,.txt"
        aria-label={t('calendar.import')}
        onChange={(event) => void send(event)}
      />
      <Button icon="dl" busy={busy} onClick={() => field.current?.click()}>
        {t('calendar.import')}
      </Button>
    </>
  );
};

/** Periods of each weekday as words, which is quicker than fourteen pickers. */
const WeekEditor = ({ calendar }: { readonly calendar: CalendarView }): ReactElement => {
  const t = useText('sla');
  const textOf = useProblemText();
  const language = useLanguage();
  const [words, setWords] = useState(() => calendar.week.map(periodWords));
  const week = words.map(readPeriods);
  const changed = words.some((one, at) => one !== periodWords(calendar.week[at] ?? []));
  const save = useRouteMutation(changeCalendar, {
    topics: ['tickets'],
    onDone: () => toast({ text: t('calendar.saved') }),
  });
  const sound = week.every((one) => one !== null);
  const submit = (): void => {
    const { key, version: _version, years: _years, days: _days, open: _open, ...rest } = calendar;
    const { provisional: _provisional, missingYear: _missing, ...spec } = rest;
    save.mutate({ params: { key }, body: { ...spec, week: week.map((one) => one ?? []) } });
  };
  return (
    <Card title={t('calendar.week')} note={t('calendar.weekHint')}>
      {save.error ? <Banner tone="red">{textOf(save.error)}</Banner> : null}
      <div className="sweek">
        {weekdayNames(language).map((name, at) => (
          <label key={name}>
            <span className="t2">{name}</span>
            <Input
              value={words[at] ?? ''}
              placeholder={t('calendar.noWork')}
              status={week[at] === null ? 'error' : ''}
              aria-invalid={week[at] === null}
              onChange={(event) => setWords(words.map((one, other) => (other === at ? event.target.value : one)))}
            />
          </label>
        ))}
      </div>
      <div className="row" style={{ marginTop: 12 }}>
        <Button tone="primary" disabled={!changed || !sound} busy={save.isPending} onClick={submit}>
          {t('platform:save')}
        </Button>
        {changed && calendar.open > 0 ? (
          <span className="f12 t3">{t('calendar.recomputes', { count: calendar.open })}</span>
        ) : null}
      </div>
    </Card>
  );
};

const Legend = (): ReactElement => {
  const t = useText('sla');
  return (
    <div className="row f12 t2 slegend">
      {(['holiday', 'makeup', 'rest'] as const).map((kind) => (
        <span key={kind} className="row">
          <i className={kind} aria-hidden="true" />
          {t(`day.${kind}`)}
        </span>
      ))}
    </div>
  );
};

const Calendar = ({ calendar, onChange }: { readonly calendar: CalendarView; readonly onChange: () => void }) => {
  const t = useText('sla');
  const format = useFormat();
  const thisYear = format.now.getFullYear();
  const [year, setYear] = useState(thisYear);
  const known = calendar.years.find((one) => one.year === year);
  const years = [thisYear - 1, thisYear, thisYear + 1];
  return (
    <>
      {calendar.missingYear !== null ? (
        <Banner tone="amber">
          {t('calendar.missing', { year: calendar.missingYear, count: calendar.provisional })}
        </Banner>
      ) : null}
      {calendar.confirmed ? null : <Banner tone="blue">{t('calendar.unconfirmed')}</Banner>}
      <div className="sfacts">
        <Fact label={t('calendar.zone')}>{calendar.timeZone}</Fact>
        <Fact label={t('calendar.open')}>{calendar.open}</Fact>
        <Fact label={t('calendar.provisional')}>{calendar.provisional}</Fact>
      </div>
      <Card
        title={
          <Segmented
            label={t('calendar.year')}
            choices={years.map((one) => ({ value: String(one), label: String(one) }))}
            value={String(year)}
            onChange={(value) => setYear(Number(value))}
          />
        }
        actions={<NoticeUpload calendar={calendar} onDone={onChange} />}
      >
        <div className="row f12" style={{ marginBottom: 12, flexWrap: 'wrap' }}>
          {calendar.notice === 'none' ? (
            <span className="t3">{t('calendar.noNotice')}</span>
          ) : known ? (
            <span className="t3" title={known.source}>
              {t('calendar.known', { source: known.source })}
            </span>
          ) : (
            <Tag line>{t('calendar.unknown', { year })}</Tag>
          )}
          <span className="sp" />
          <Legend />
        </div>
        <YearPicture calendar={calendar} year={year} />
      </Card>
      <WeekEditor key={`${calendar.key} ${calendar.version}`} calendar={calendar} />
    </>
  );
};

const CalendarsPage = (): ReactElement => {
  const t = useText('sla');
  const nameOf = useCalendarName();
  const [chosen, setChosen] = useState('cn');
  const { data, error, refetch } = useRoute(listCalendars, {});
  return (
    <Page title={t('nav.calendars')} note={t('calendar.note')}>
      <Loaded data={data} error={error} onRetry={() => void refetch()}>
        {({ items }) => {
          const calendar = items.find((one) => one.key === chosen) ?? items[0];
          return calendar ? (
            <div className="scal">
              <Segmented
                label={t('nav.calendars')}
                choices={items.map((one) => ({ value: one.key, label: nameOf(one) }))}
                value={calendar.key}
                onChange={setChosen}
              />
              <Calendar key={calendar.key} calendar={calendar} onChange={() => void refetch()} />
            </div>
          ) : null;
        }}
      </Loaded>
    </Page>
  );
};

export default CalendarsPage;
