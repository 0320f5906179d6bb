import type { ReactElement, ReactNode } from 'react';
import { number, percent } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { FieldSummary, readFieldAccuracy } from '../../contract.ts';
import { coverageAt, levelOneRates } from './figures-of.ts';

type TileProps = {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly tone?: 'bad' | 'good' | '';
};

const Tile = ({ label, value, note, tone = '' }: TileProps): ReactElement => (
  <div className="card acctile">
    <span className="t2">{label}</span>
    <b>{value}</b>
    <span className={`f12 ${tone === '' ? 't3' : tone}`}>{note}</span>
  </div>
);

/** Right without a person's correction in the last seven days, against what was promised. */
const WeekTile = ({ summary, label }: { readonly summary: FieldSummary; readonly label: string }): ReactElement => {
  const t = useText('classify');
  const { week, goal } = summary;
  if (week.accuracy === null) return <Tile label={label} value="—" note={t('accuracy.noDecisions')} />;
  const met = goal === null || week.accuracy >= goal;
  return (
    <Tile
      label={label}
      value={percent(week.accuracy)}
      tone={met ? 'good' : 'bad'}
      note={t(met ? 'accuracy.goalMet' : 'accuracy.goalMissed', {
        goal: percent(goal ?? 0, 0),
        corrected: number(week.corrected),
        decided: number(week.decided),
      })}
    />
  );
};

const ModelTiles = ({ answer }: { readonly answer: ReplyOf<typeof readFieldAccuracy> }): ReactElement | null => {
  const t = useText('classify');
  const { summary, report } = answer;
  if (!report || !summary.model) return null;
  const alone = coverageAt(report, summary.asked);
  const { missed, falseAlarm } = levelOneRates(report);
  return (
    <>
      <Tile
        label={t('accuracy.accuracy')}
        value={percent(report.accuracy)}
        note={t('accuracy.accuracyNote', { version: summary.model.version, rows: number(report.rows) })}
      />
      <Tile
        label={t('accuracy.aloneAt', { asked: percent(summary.asked) })}
        value={percent(alone, 0)}
        note={t('accuracy.toQueue', { left: percent(1 - alone, 0) })}
      />
      {summary.field === 'level' ? (
        <Tile
          label={t('accuracy.missed')}
          value={missed === null ? '—' : percent(missed)}
          note={t('accuracy.falseAlarm', { share: falseAlarm === null ? '—' : percent(falseAlarm) })}
        />
      ) : (
        <Tile
          label={t('accuracy.drift')}
          value={t(summary.drift ? 'accuracy.driftBad' : 'accuracy.driftGood')}
          tone={summary.drift ? 'bad' : ''}
          note={
            summary.before.accuracy === null
              ? t('accuracy.driftNone')
              : t('accuracy.driftNote', { before: percent(summary.before.accuracy) })
          }
        />
      )}
    </>
  );
};

type TilesProps = {
  readonly fields: readonly FieldSummary[];
  readonly answer: ReplyOf<typeof readFieldAccuracy> | undefined;
};

export const Tiles = ({ fields, answer }: TilesProps): ReactElement => {
  const t = useText('classify');
  const of = (field: string): FieldSummary | undefined => fields.find((one) => one.field === field);
  const [category, department] = [of('category'), of('department')];
  return (
    <div className="acctiles">
      {category ? <WeekTile summary={category} label={t('accuracy.weekCategory')} /> : null}
      {department ? <WeekTile summary={department} label={t('accuracy.weekDepartment')} /> : null}
      {answer ? <ModelTiles answer={answer} /> : null}
    </div>
  );
};
