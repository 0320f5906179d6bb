import { type DragEvent, type ReactElement, useMemo, useRef } from 'react';
import { useNames } from '#modules/ticket/web/index.ts';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Icon, IconButton } from '#platform/web/parts/index.ts';
import type { FlowFault, FlowSpec, FlowState, FlowStep } from '../../contract.ts';
import { type Card, cardHeight, cardWidth, layoutOf, type Arrow, type Layout } from './flow-layout.ts';
import { localWord, minutesWord, roleWord } from './flow-words.ts';

type CanvasProps = {
  readonly spec: FlowSpec;
  readonly faults: readonly FlowFault[];
  readonly selected: string | null;
  /** Steps of the dry run, in order. */
  readonly tried: readonly string[];
  readonly editable: boolean;
  readonly onSelect: (key: string | null) => void;
  readonly onAddIn: (state: FlowState) => void;
  readonly onAddAfter: (key: string) => void;
  readonly onRemove: (key: string) => void;
  readonly onMove: (key: string, where: 'up' | 'down' | 'left' | 'right' | FlowState) => void;
};

const idOf = (key: string): string => `wf-card-${key}`;

/** The focus goes with the arrows to the nearest card in that direction. */
const neighbour = (layout: Layout, key: string, where: 'up' | 'down' | 'left' | 'right'): string | undefined => {
  const at = layout.cards.find((card) => card.key === key);
  if (!at) return undefined;
  const ahead = layout.cards.filter((card) => {
    if (where === 'up') return card.x === at.x && card.y < at.y;
    if (where === 'down') return card.x === at.x && card.y > at.y;
    return where === 'left' ? card.x < at.x : card.x > at.x;
  });
  const far = (card: Card): number => Math.abs(card.x - at.x) * 10 + Math.abs(card.y - at.y);
  return ahead.toSorted((a, b) => far(a) - far(b))[0]?.key;
};

const directions = [
  ['Up', 'up'],
  ['Down', 'down'],
  ['Left', 'left'],
  ['Right', 'right'],
] as const;

const useCanvasKeys = (layout: Layout, props: CanvasProps): void => {
  const t = useText('resolve');
  const latest = useRef({ layout, props });
  latest.current = { layout, props };
  const { editable } = props;
  const actions = useMemo<Action[]>(() => {
    const focused = (): string | undefined =>
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset['step'] : undefined;
    const act = (run: (key: string) => void) => (): void => {
      const key = focused();
      if (key !== undefined) run(key);
    };
    const one = (
      id: string,
      keys: string,
      title: string,
      icon: Action['icon'],
      run: (key: string) => void,
    ): Action => ({
      id: `resolve.flow.${id}`,
      title,
      icon,
      keys: [keys],
      within: '.wf-card',
      section: 'current',
      run: act(run),
    });
    const go = directions.map(([key, where]) =>
      one(`go.${where}`, key, t(`flow.key.go.${where}`), where, (step) => {
        const next = neighbour(latest.current.layout, step, where);
        if (next !== undefined) document.getElementById(idOf(next))?.focus();
      }),
    );
    if (!editable) return go;
    return [
      ...go,
      ...directions.map(([key, where]) =>
        one(`move.${where}`, `Shift+${key}`, t(`flow.key.move.${where}`), where, (step) =>
          latest.current.props.onMove(step, where),
        ),
      ),
      one('add', 'N', t('flow.addNext'), 'plus', (step) => latest.current.props.onAddAfter(step)),
      one('drop', 'Delete', t('flow.removeStep'), 'x', (step) => latest.current.props.onRemove(step)),
    ];
  }, [t, editable]);
  useActions(actions);
};

const StepFacts = ({ step }: { readonly step: FlowStep }): ReactElement => {
  const t = useText('resolve');
  const names = useNames();
  const who = [
    step.departmentId === null ? null : (names.department(step.departmentId) ?? t('flow.unknown')),
    step.role === null ? null : roleWord(step.role),
  ].filter((one) => one !== null);
  const asks = [
    step.checks.length > 0 ? t('flow.checkCount', { count: step.checks.length }) : null,
    step.fields.length > 0 ? t('flow.fieldCount', { count: step.fields.length }) : null,
    step.onEnter.length > 0 ? t('flow.actionCount', { count: step.onEnter.length }) : null,
  ].filter((one) => one !== null);
  return (
    <>
      <span className="f12 t3 el">
        {who.length > 0 ? who.join(' ') : t('flow.anybody')}
        {step.minutes === null ? '' : ` · ${minutesWord(t, step.minutes, step.working)}`}
      </span>
      <span className="f12 t3 el">{asks.join(' · ')}</span>
    </>
  );
};

type CardProps = {
  readonly step: FlowStep;
  readonly place: Card;
  readonly order: number;
  readonly faulty: boolean;
  readonly canvas: CanvasProps;
};

const StepCard = ({ step, place, order, faulty, canvas }: CardProps): ReactElement => {
  const t = useText('resolve');
  const language = useLanguage();
  const on = canvas.selected === step.key;
  const asksApproval = step.approval !== null || step.onEnter.some((action) => action.kind === 'approval');
  const leads = step.ways.map((way) => {
    const to = canvas.spec.steps.find((one) => one.key === way.to);
    return `${localWord(language, way)} → ${to ? localWord(language, to) : way.to}`;
  });
  return (
    <button
      type="button"
      id={idOf(step.key)}
      data-step={step.key}
      className={`wf-card${on ? ' on' : ''}${faulty ? ' faulty' : ''}${order >= 0 ? ' tried' : ''}`}
      style={{ left: place.x, top: place.y, width: cardWidth, height: cardHeight }}
      aria-pressed={on}
      draggable={canvas.editable}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', step.key)}
      onClick={() => canvas.onSelect(step.key)}
    >
      <span className="row">
        <Icon name={asksApproval ? 'stamp' : 'task'} size="s" className="ac" />
        <b className="el sp">{localWord(language, step) || t('flow.unnamed')}</b>
        {order >= 0 ? <span className="wf-order">{order + 1}</span> : null}
        {faulty ? <Icon name="over" size="s" className="amber" label={t('flow.faulty')} /> : null}
      </span>
      <StepFacts step={step} />
      <span className="wf-leads f12 t2">{leads.join('\n')}</span>
    </button>
  );
};

const Arrows = ({ layout, selected }: { readonly layout: Layout; readonly selected: string | null }): ReactElement => {
  const tone = (arrow: Arrow): string => {
    if (selected !== null && (arrow.from === selected || arrow.to === selected)) return 'on';
    return arrow.back ? 'back' : '';
  };
  return (
    <svg className="wf-arrows" width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        <marker id="wf-tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="5" markerHeight="5" orient="auto">
          <path d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {layout.arrows.map((arrow) => (
        <path
          key={arrow.id}
          className={`${tone(arrow)}${arrow.way.when.length > 0 ? ' when' : ''}`}
          d={arrow.path}
          markerEnd="url(#wf-tip)"
        />
      ))}
    </svg>
  );
};

/** The steps as cards, a lane for each state of the state machine, an arrow for each way; on a phone a list. */
export const FlowCanvas = (props: CanvasProps): ReactElement => {
  const { spec, faults, editable, onAddIn, onMove, tried } = props;
  const t = useText('resolve');
  const layout = useMemo(() => layoutOf(spec), [spec]);
  useCanvasKeys(layout, props);
  const faulty = new Set(faults.map((fault) => fault.step));
  const drop = (event: DragEvent, state: FlowState): void => {
    const key = event.dataTransfer.getData('text/plain');
    if (spec.steps.some((step) => step.key === key)) onMove(key, state);
  };
  return (
    <div className="wf-scroll" role="region" aria-label={t('flow.picture')} tabIndex={0}>
      <div className="wf-canvas" style={{ width: layout.width, height: layout.height }}>
        {layout.lanes.map(({ state, x }) => (
          <div
            key={state}
            className="wf-lane"
            style={{ left: x - 10, width: cardWidth + 20, height: layout.height - 8 }}
            onDragOver={(event) => {
              if (editable) event.preventDefault();
            }}
            onDrop={(event) => drop(event, state)}
          >
            <h2 className="row">
              <span className="sp">{t(`ticket:state.${state}`)}</span>
              {editable ? (
                <IconButton
                  icon="plus"
                  size="s"
                  label={t('flow.addIn', { state: t(`ticket:state.${state}`) })}
                  onClick={() => onAddIn(state)}
                />
              ) : null}
            </h2>
          </div>
        ))}
        <Arrows layout={layout} selected={props.selected} />
        {spec.steps.map((step, at) => {
          const place = layout.cards[at];
          return place ? (
            <StepCard
              key={`${step.key} ${at}`}
              step={step}
              place={place}
              order={tried.indexOf(step.key)}
              faulty={faulty.has(step.key)}
              canvas={props}
            />
          ) : null;
        })}
      </div>
    </div>
  );
};
