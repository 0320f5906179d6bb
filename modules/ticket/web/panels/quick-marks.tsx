import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Icon, type IconName, Segmented } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { ticketRoutes, type TicketDetail } from '../../contract.ts';
import { usePicking } from '../dialog-state.ts';
import { tellProblem } from '../use-ticket.ts';

type Change = { readonly level?: 1 | 2 | 3; readonly sentiment?: -1 | 0 | 1 };

const levels = [
  ['1', 1, '4'],
  ['2', 2, '5'],
  ['3', 3, '6'],
] as const;
const moods = [
  ['-1', -1, '7', 'sad'],
  ['0', 0, '8', 'meh'],
  ['1', 1, '9', 'smile'],
] as const satisfies readonly (readonly [string, -1 | 0 | 1, string, IconName])[];

/** One key or one click, and it is training data at once; the toast takes it back. */
const useMark = (ticket: TicketDetail): ((change: Change) => void) => {
  const t = useText('ticket');
  const classify = useRouteMutation(ticketRoutes.classify, { topics: ['classify'], onProblem: tellProblem });
  const { number, version, level } = ticket;
  const mood = moods.find(([, value]) => value === Math.sign(ticket.sentiment))?.[1] ?? 0;
  return (change) => {
    if (change.level === level || change.sentiment === mood) return;
    const before: Change = change.level === undefined ? { sentiment: mood } : { level };
    const undo = (): void => classify.mutate({ params: { number }, body: before });
    classify.mutate(
      { params: { number }, body: { ...change, version } },
      { onSuccess: () => toast({ text: t('classify.done', { number: ticketNumber(number) }), undo }) },
    );
  };
};

const useMarkKeys = (mark: (change: Change) => void): void => {
  const t = useText('ticket');
  const picking = usePicking();
  const latest = useRef(mark);
  useEffect(() => {
    latest.current = mark;
  });
  const actions = useMemo((): Action[] => {
    if (picking) return [];
    const common = { section: 'current', priority: 40 } as const;
    return [
      ...levels.map(([name, level, key]): Action => ({
        ...common,
        id: `ticket.level.${name}`,
        title: t('classify.setLevel', { name: t(`platform:level.${name}`) }),
        icon: 'flag',
        keys: [key],
        run: () => latest.current({ level }),
      })),
      ...moods.map(([name, sentiment, key, icon]): Action => ({
        ...common,
        id: `ticket.mood.${name}`,
        title: t('classify.setMood', { name: t(`classify.mood.${name}`) }),
        icon,
        keys: [key],
        run: () => latest.current({ sentiment }),
      })),
    ];
  }, [picking, t]);
  useActions(actions);
};

/** Level and mood of a ticket, each corrected by one key or one click like the category above them. */
export const QuickMarks = ({ ticket }: { readonly ticket: TicketDetail }): ReactElement => {
  const t = useText('ticket');
  const mark = useMark(ticket);
  useMarkKeys(mark);
  const mood = moods.find(([, value]) => value === Math.sign(ticket.sentiment))?.[0] ?? '0';
  return (
    <div className="row wrap" style={{ gap: 8, marginTop: 8 }}>
      <Segmented
        label={t('field.level')}
        value={levels.find(([, level]) => level === ticket.level)?.[0] ?? '2'}
        onChange={(chosen) => {
          const level = levels.find(([name]) => name === chosen)?.[1];
          if (level !== undefined) mark({ level });
        }}
        choices={levels.map(([value]) => ({ value, label: t(`platform:level.${value}`) }))}
      />
      <Segmented
        label={t('field.sentiment')}
        value={mood}
        onChange={(chosen) => {
          const sentiment = moods.find(([name]) => name === chosen)?.[1];
          if (sentiment !== undefined) mark({ sentiment });
        }}
        choices={moods.map(([value, , , icon]) => ({
          value,
          label: (
            <span className="row" style={{ gap: 4 }}>
              <Icon name={icon} size="s" />
              {t(`classify.mood.${value}`)}
            </span>
          ),
        }))}
      />
    </div>
  );
};
