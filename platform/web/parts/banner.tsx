import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export type BannerTone = 'amber' | 'red' | 'violet' | 'blue' | 'green';

const classes: Record<BannerTone, string> = { amber: 'am', red: 'rd', violet: 'vi', blue: 'bl', green: 'gr' };
const icons: Record<BannerTone, IconName> = {
  amber: 'alarm',
  red: 'over',
  violet: 'pause',
  blue: 'info',
  green: 'met',
};

type BannerProps = {
  readonly tone: BannerTone;
  readonly icon?: IconName;
  readonly children: ReactNode;
  readonly action?: { readonly label: string; readonly onClick: () => void };
};

/** In place, one line, one icon, one action. */
export const Banner = ({ tone, icon, children, action }: BannerProps): ReactElement => (
  <div className={`ban ${classes[tone]}`} role={tone === 'red' ? 'alert' : 'status'}>
    <Icon name={icon ?? icons[tone]} size="s" />
    <span>{children}</span>
    {action ? (
      <>
        <span className="sp" />
        <button type="button" onClick={action.onClick}>
          {action.label}
        </button>
      </>
    ) : null}
  </div>
);
