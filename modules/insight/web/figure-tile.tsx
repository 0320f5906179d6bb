import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { number, percent } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Icon, type IconName, Popover } from '#platform/web/parts/index.ts';
import type { BoardRange, Tile } from '../contract.ts';
import {
  againstWords,
  type Change,
  changeOf,
  joined,
  type ShownKey,
  ticketsAddress,
  toneOf,
  valueWords,
} from './figure-words.ts';
import { Sparkline } from './sparkline.tsx';

const arrows: Record<Change['direction'], IconName> = { up: 'up', down: 'down', same: 'right' };

const colours: Partial<Record<ShownKey, string>> = { breachRate: 'var(--c2)' };

type HintProps = { readonly tile: Tile; readonly shown: ShownKey; readonly countedAt: string };

/** How a figure is reckoned, with its numbers, and the way to the tickets behind it. */
const Hint = ({ tile, shown, countedAt }: HintProps): ReactElement => {
  const t = useText('insight');
  const { numerator, denominator, tickets } = tile;
  const divides = numerator !== null && denominator !== null && (tile.unit === 'share' || tile.unit === 'score');
  return (
    <div className="figure-hint">
      <b>{t(`tile.${shown}`)}</b>
      <p>{t(`formula.${shown}`)}</p>
      <div className="row sum">
        {divides ? (
          <span>
            {number(numerator)} <i>÷</i> {number(denominator)} <i>=</i>
          </span>
        ) : null}
        <b>{joined(valueWords(tile.unit, tile.value, t))}</b>
        <span className="sp" />
        {tickets && tickets.count > 0 ? (
          <Link to={ticketsAddress(tickets.query)}>{t(`behind.${shown}`, { count: tickets.count })}</Link>
        ) : null}
      </div>
      <span className="t3 f12">{t('countedAt', { time: countedAt })}</span>
    </div>
  );
};

type TileProps = {
  readonly tile: Tile;
  readonly shown: ShownKey;
  readonly range: BoardRange;
  readonly countedAt: string;
  /** A second figure that belongs to this one: the median beside the slow end, how many rated beside the average. */
  readonly beside?: Tile | undefined;
};

const Moved = ({ tile, shown, range }: TileProps): ReactElement | null => {
  const t = useText('insight');
  const change = changeOf(tile, t);
  if (!change) return null;
  return (
    <span className="row moved">
      <Icon name={arrows[change.direction]} size="xs" className={toneOf(shown, change) || 't3'} />
      <span className="el">
        <span className={toneOf(shown, change)}>{change.words}</span> {againstWords(shown, range, t)}
      </span>
    </span>
  );
};

const Beside = ({ shown, beside, tile }: TileProps): ReactElement | null => {
  const t = useText('insight');
  if (shown === 'overdue' && tile.denominator !== null && tile.denominator > 0)
    return <span className="beside">{t('ofOpen', { share: percent((tile.value ?? 0) / tile.denominator) })}</span>;
  if (!beside || beside.value === null) return null;
  const { value, unit } = valueWords(beside.unit, beside.value, t);
  return <span className="beside">{t(`beside.${shown}`, { value: joined({ value, unit }) })}</span>;
};

export const FigureTile = (props: TileProps): ReactElement => {
  const { tile, shown, countedAt } = props;
  const t = useText('insight');
  const { value, unit } = valueWords(tile.unit, tile.value, t);
  const late = shown === 'overdue' && (tile.value ?? 0) > 0;
  return (
    <section className="card figure" aria-label={t(`tile.${shown}`)}>
      <div className="row">
        <h2>{t(`tile.${shown}`)}</h2>
        <Popover
          trigger="click"
          placement="bottom"
          arrow={false}
          // Below the tile, so that the figure it explains stays in sight.
          align={{ offset: [0, 64] }}
          content={<Hint tile={tile} shown={shown} countedAt={countedAt} />}
        >
          <button type="button" className="explain" aria-label={t('explain', { name: t(`tile.${shown}`) })}>
            <Icon name="info" size="xs" />
          </button>
        </Popover>
      </div>
      <div className="row body">
        <span className="big">
          <b className={late ? 'red' : ''}>{value}</b>
          <span className="t3">{unit}</span>
        </span>
        <span className="sp" />
        <Sparkline values={tile.spark} colour={colours[shown] ?? 'var(--c1)'} />
      </div>
      <Moved {...props} />
      <Beside {...props} />
    </section>
  );
};
