import type { ReactElement } from 'react';
import { SkeletonBlock } from '#platform/web/parts/index.ts';
import type { BoardRange, BoardSummary, TileKey } from '../contract.ts';
import { FigureTile } from './figure-tile.tsx';
import type { ShownKey } from './figure-words.ts';

const shown: readonly ShownKey[] = [
  'opened',
  'open',
  'overdue',
  'breachRate',
  'firstReplyP90',
  'rating',
  'firstSolved',
  'concluded',
];
const besides: Partial<Record<ShownKey, TileKey>> = { firstReplyP90: 'firstReplyP50', rating: 'ratingResponse' };

type FiguresProps = { readonly summary: BoardSummary; readonly range: BoardRange; readonly countedAt: string };

export const Figures = ({ summary, range, countedAt }: FiguresProps): ReactElement => {
  const byKey = new Map(summary.tiles.map((tile) => [tile.key, tile]));
  return (
    <div className="figures">
      {shown.map((key) => {
        const tile = byKey.get(key);
        const beside = besides[key];
        if (!tile) return null;
        return (
          <FigureTile
            key={key}
            tile={tile}
            shown={key}
            range={range}
            countedAt={countedAt}
            beside={beside === undefined ? undefined : byKey.get(beside)}
          />
        );
      })}
    </div>
  );
};

export const FiguresSkeleton = (): ReactElement => (
  <div className="figures" aria-hidden="true">
    {shown.map((key) => (
      <div key={key} className="card figure">
        <SkeletonBlock width={72} />
        <SkeletonBlock width={96} height={26} style={{ margin: '10px 0' }} />
        <SkeletonBlock width={110} />
      </div>
    ))}
  </div>
);
