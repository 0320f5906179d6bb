import type { ReactElement } from 'react';
import { iconPath, type IconName } from './icon-paths.ts';

export type { IconName } from './icon-paths.ts';
export type IconSize = 'xs' | 's' | 'm' | 'l';

export type IconProps = {
  readonly name: IconName;
  readonly size?: IconSize;
  readonly className?: string;
  /** Only where the icon stands alone; beside a word it is decoration. */
  readonly label?: string;
};

const thick: readonly IconName[] = ['dots', 'drag'];

export const Icon = ({ name, size = 'm', className = '', label }: IconProps): ReactElement => (
  <svg
    className={`i ${size === 'm' ? '' : size} ${className}`}
    viewBox="0 0 24 24"
    {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
  >
    <path d={iconPath(name)} {...(thick.includes(name) ? { strokeWidth: 2.6 } : {})} />
  </svg>
);
