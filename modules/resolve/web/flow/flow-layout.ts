import { flowStates, type FlowSpec, type FlowState, type FlowWay } from '../../contract.ts';

/** Where cards and arrows stand, in px. Cards have one size, so that nothing has to be measured. */
export const cardWidth = 176;
export const cardHeight = 96;
const laneGap = 60;
const rowGap = 34;
const headHeight = 52;
const pad = 20;

export type Card = { readonly key: string; readonly x: number; readonly y: number };
export type Arrow = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly way: FlowWay;
  readonly path: string;
  /** It leads back to an earlier state or step. */
  readonly back: boolean;
};
export type Layout = {
  readonly lanes: readonly { readonly state: FlowState; readonly x: number }[];
  readonly cards: readonly Card[];
  readonly arrows: readonly Arrow[];
  readonly width: number;
  readonly height: number;
};

const laneX = (state: FlowState): number => pad + flowStates.indexOf(state) * (cardWidth + laneGap);

/** From side to side where it goes on, down where it stays, round above where it goes back. */
const pathBetween = (from: Card, to: Card, shift: number): string => {
  const middle = cardHeight / 2 + shift;
  if (to.x > from.x) {
    const [startX, startY, endX, endY] = [from.x + cardWidth, from.y + middle, to.x - 6, to.y + middle];
    const bend = Math.max(24, (endX - startX) / 2);
    return `M${startX} ${startY}C${startX + bend} ${startY} ${endX - bend} ${endY} ${endX} ${endY}`;
  }
  if (to.x === from.x && to.y > from.y) {
    const x = from.x + cardWidth / 2 + shift * 2;
    if (to.y - from.y <= cardHeight + rowGap) return `M${x} ${from.y + cardHeight}V${to.y - 6}`;
  }
  if (to.x === from.x) {
    const [side, out] = [from.x, from.x - 30 - Math.abs(shift)];
    return `M${side} ${from.y + middle}C${out} ${from.y + middle} ${out} ${to.y + middle} ${side - 6} ${to.y + middle}`;
  }
  const [startX, endX] = [from.x + cardWidth / 2 + shift, to.x + cardWidth / 2 + shift];
  const top = Math.min(from.y, to.y) - 22;
  return `M${startX} ${from.y}C${startX} ${top} ${endX} ${top} ${endX} ${to.y - 6}`;
};

export const layoutOf = (spec: FlowSpec): Layout => {
  const rows = new Map<FlowState, number>();
  const cards = spec.steps.map((step): Card => {
    const row = rows.get(step.state) ?? 0;
    rows.set(step.state, row + 1);
    return { key: step.key, x: laneX(step.state), y: headHeight + pad + row * (cardHeight + rowGap) };
  });
  const byKey = new Map(cards.toReversed().map((card) => [card.key, card]));
  const arrows = spec.steps.flatMap((step, at) =>
    step.ways.flatMap((way, index): Arrow[] => {
      const [from, to] = [cards[at], byKey.get(way.to)];
      if (!from || !to) return [];
      const back = to.x < from.x || (to.x === from.x && to.y <= from.y);
      const path = pathBetween(from, to, index * 9 - 4);
      return [{ id: `${at} ${way.key} ${index}`, from: step.key, to: way.to, way, path, back }];
    }),
  );
  const most = Math.max(1, ...rows.values());
  return {
    lanes: flowStates.map((state) => ({ state, x: laneX(state) })),
    cards,
    arrows,
    width: laneX('closed') + cardWidth + pad,
    height: headHeight + pad * 2 + most * (cardHeight + rowGap),
  };
};
