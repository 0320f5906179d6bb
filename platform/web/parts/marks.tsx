import type { CSSProperties, ReactElement, ReactNode } from 'react';
import { useText } from '../i18n.ts';
import { Icon, type IconName } from './icon.tsx';
import type { BaseIconName } from './icon-paths.ts';

export type BadgeTone = 'ok' | 'near' | 'over' | 'met' | 'hold' | 'prov' | 'info';

const toneIcons: Record<BadgeTone, BaseIconName> = {
  ok: 'clock',
  near: 'alarm',
  over: 'over',
  met: 'met',
  hold: 'pause',
  prov: 'cal',
  info: 'info',
};

type BadgeProps = {
  readonly tone: BadgeTone;
  readonly icon?: IconName;
  readonly children: ReactNode;
  readonly title?: string;
  readonly onClick?: () => void;
};

/** Icon + words + colour: a state is never colour alone. */
export const Badge = ({ tone, icon, children, title, onClick }: BadgeProps): ReactElement => {
  const content = (
    <>
      <Icon name={icon ?? toneIcons[tone]} size="s" />
      {children}
    </>
  );
  return onClick ? (
    <button type="button" className={`b ${tone}`} title={title} onClick={onClick}>
      {content}
    </button>
  ) : (
    <span className={`b ${tone}`} title={title}>
      {content}
    </span>
  );
};

export type Level = 1 | 2 | 3;

/** A shape, not a colour; `bare` (compact rows) keeps the word for the tooltip and for screen readers. */
export const LevelMark = ({ level, bare }: { readonly level: Level; readonly bare?: boolean }): ReactElement => {
  const t = useText('platform');
  const word = t(`level.${level}`);
  return (
    <span className={`lv l${level}`} title={bare ? word : undefined}>
      <i aria-hidden="true">
        <u />
        <u />
        <u />
      </i>
      {bare ? <span className="sr">{word}</span> : word}
    </span>
  );
};

export const kinds = ['complaint', 'suggestion', 'inquiry', 'praise'] as const;
export type Kind = (typeof kinds)[number];
export const isKind = (value: string): value is Kind => kinds.some((kind) => kind === value);

export const kindIcons: Record<Kind, BaseIconName> = {
  complaint: 'comp',
  suggestion: 'sugg',
  inquiry: 'ask',
  praise: 'heart',
};
const kindColours: Record<Kind, string> = {
  complaint: 'var(--c4)',
  suggestion: 'var(--c2)',
  inquiry: 'var(--c3)',
  praise: 'var(--c1)',
};

type KindMarkProps = { readonly kind: Kind; readonly facet?: string };

/** `投诉`, with its category `投诉·物流延迟`. */
export const KindMark = ({ kind, facet }: KindMarkProps): ReactElement => {
  const t = useText('platform');
  const style: CSSProperties & Record<'--kc', string> = { '--kc': kindColours[kind] };
  return (
    <span className="kd" style={style}>
      <Icon name={kindIcons[kind]} size="s" />
      {facet ? `${t(`kind.${kind}`)}·${facet}` : t(`kind.${kind}`)}
    </span>
  );
};

type TagProps = { readonly children: ReactNode; readonly line?: boolean; readonly icon?: IconName };

export const Tag = ({ children, line, icon }: TagProps): ReactElement => (
  <span className={line ? 'tag line' : 'tag'}>
    {icon ? <Icon name={icon} size="s" /> : null}
    {children}
  </span>
);

type CountProps = { readonly children: ReactNode; readonly tone?: 'hot' | 'on'; readonly label?: string };

export const Count = ({ children, tone, label }: CountProps): ReactElement => (
  <span className={`cnt ${tone ?? ''}`} title={label}>
    {children}
    {label ? <span className="sr"> {label}</span> : null}
  </span>
);

type BarProps = {
  readonly share: number;
  readonly tone?: 'near' | 'over';
  readonly label: string;
  readonly width?: number;
};

/** A thin track: load beside a limit, time used of a deadline. */
export const Bar = ({ share, tone, label, width }: BarProps): ReactElement => {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100);
  return (
    <div
      className={`bar ${tone ?? ''}`}
      role="meter"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      style={width ? { width } : undefined}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
};
