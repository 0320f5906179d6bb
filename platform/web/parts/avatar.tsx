import type { CSSProperties, ReactElement } from 'react';
import { useText } from '../i18n.ts';

export type Presence = 'on' | 'busy' | 'off';
export type Ring = 'look' | 'edit' | 'away';

type AvatarProps = {
  readonly name: string;
  /** Customers are rounded squares, staff are circles. */
  readonly customer?: boolean;
  readonly size?: 's' | 'm' | 'l';
  readonly presence?: Presence;
  readonly ring?: Ring;
  /** Set where the name stands beside it, so that it is not read twice. */
  readonly decorative?: boolean;
};

const tints: readonly (readonly [ground: string, ink: string])[] = [
  ['#E8E6D2', '#5A4E10'],
  ['#F6E3D3', '#7A3D00'],
  ['#DDE8F3', '#1F4F82'],
  ['#DCEBE8', '#0A574F'],
  ['#E3E4F5', '#3F3A86'],
  ['#F7DDE6', '#8A2149'],
];

export const tintOf = (name: string): readonly [ground: string, ink: string] => {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return tints[sum % tints.length] ?? ['#E8E6D2', '#5A4E10'];
};

/** Chinese names show the family name; others their first letter. */
const initialOf = (name: string): string => [...name.trim()][0]?.toUpperCase() ?? '?';

export const Avatar = ({ name, customer, size = 'm', presence, ring, decorative }: AvatarProps): ReactElement => {
  const t = useText('platform');
  const [ground, ink] = tintOf(name);
  const style: CSSProperties & Record<'--avb' | '--avc', string> = { '--avb': ground, '--avc': ink };
  const state = [presence ? t(`presence.${presence}`) : '', ring ? t(`ring.${ring}`) : ''].filter(Boolean);
  const label = [name, ...state].join(' · ');
  const classes = ['av', customer ? 'cust' : '', size === 'm' ? '' : size, ring ?? ''].filter(Boolean).join(' ');
  const names = decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label, title: label };
  return (
    <span className={classes} style={style} {...names}>
      <span aria-hidden="true">{initialOf(name)}</span>
      {presence ? <em className={presence} /> : null}
    </span>
  );
};
