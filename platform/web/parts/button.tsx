import type { ButtonHTMLAttributes, ReactElement, ReactNode, Ref } from 'react';
import { ariaKeys, isMac } from '../shortcuts.ts';
import { Icon, type IconName } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';

export type ButtonTone = 'plain' | 'primary' | 'soft' | 'ghost' | 'danger' | 'primary-danger';
export type ButtonSize = 's' | 'm' | 'l';

const toneClasses: Record<ButtonTone, string> = {
  plain: '',
  primary: 'p',
  soft: 'soft',
  ghost: 'g',
  danger: 'd',
  'primary-danger': 'p d',
};

type NativeProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'>;

export type ButtonProps = NativeProps & {
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
  readonly icon?: IconName;
  /** Shown beside the word; the key itself is bound by the action registry. */
  readonly keys?: string;
  readonly busy?: boolean;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
};

const classOf = (tone: ButtonTone, size: ButtonSize, more: string): string =>
  ['btn', toneClasses[tone], size === 'm' ? '' : size, more].filter(Boolean).join(' ');

export const Button = (props: ButtonProps): ReactElement => {
  const { tone = 'plain', size = 'm', icon, keys, busy, children, className = '', type = 'button', ...rest } = props;
  return (
    <button
      {...rest}
      type={type}
      className={classOf(tone, size, className)}
      disabled={rest.disabled === true || busy === true}
      aria-busy={busy}
      aria-keyshortcuts={keys ? ariaKeys(keys, isMac()) : undefined}
    >
      {icon ? <Icon name={icon} size={size === 's' ? 's' : 'm'} /> : null}
      {children}
      {keys ? <KeyHint keys={keys} joined /> : null}
    </button>
  );
};

export type IconButtonProps = NativeProps & {
  readonly icon: IconName;
  /** Read aloud and shown on hover: an icon alone says nothing to many. */
  readonly label: string;
  readonly tone?: ButtonTone;
  readonly size?: 's' | 'm';
  readonly ref?: Ref<HTMLButtonElement>;
};

export const IconButton = (props: IconButtonProps): ReactElement => {
  const { icon, label, tone = 'ghost', size = 'm', className = '', type = 'button', ...rest } = props;
  return (
    <button
      {...rest}
      type={type}
      className={classOf(tone, size === 's' ? 's' : 'm', `i0 ${className}`)}
      aria-label={label}
      title={rest.title ?? label}
    >
      <Icon name={icon} size={size === 's' ? 's' : 'm'} />
    </button>
  );
};
