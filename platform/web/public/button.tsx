import type { ButtonHTMLAttributes, ReactElement, ReactNode } from 'react';
import type { BaseIconName } from '../parts/icon-paths.ts';
import { BaseIcon as Icon } from './base-icon.ts';

type BigButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  readonly primary?: boolean;
  readonly icon?: BaseIconName;
  readonly busy?: boolean;
  /** 44 px and as wide as its words, for a second action. */
  readonly compact?: boolean;
  readonly children: ReactNode;
};

export const BigButton = (props: BigButtonProps): ReactElement => {
  const { primary, icon, busy, compact, children, type = 'button', className = '', ...rest } = props;
  return (
    <button
      {...rest}
      type={type}
      className={`btn ${primary ? 'p' : ''} ${compact ? 'm' : ''} ${className}`}
      disabled={rest.disabled === true || busy === true}
      aria-busy={busy}
    >
      {icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  );
};

type NoticeProps = {
  readonly icon: BaseIconName;
  readonly tone?: 'accent' | 'amber' | 'red';
  readonly children: ReactNode;
};

/** A promise, a warning or an error in a soft box. */
export const Notice = ({ icon, tone = 'accent', children }: NoticeProps): ReactElement => (
  <div
    className={`say ${tone === 'amber' ? 'am' : tone === 'red' ? 'rd' : ''}`}
    role={tone === 'red' ? 'alert' : undefined}
  >
    <Icon name={icon} size="l" />
    <span>{children}</span>
  </div>
);
