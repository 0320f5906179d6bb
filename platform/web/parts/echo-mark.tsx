import type { ReactElement } from 'react';
import { iconPath, type IconName } from './icon-paths.ts';

/** The mark: two nested rounded squares, the outer one open where the sound leaves. */
export const EchoMark = ({ size = 34, label }: { readonly size?: number; readonly label?: string }): ReactElement => (
  <svg
    className="logo"
    width={size}
    height={size}
    viewBox="0 0 34 34"
    fill="none"
    {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
  >
    <rect
      x="3"
      y="3"
      width="28"
      height="28"
      rx="8"
      stroke="currentColor"
      strokeWidth="2.6"
      strokeDasharray="84 12"
      strokeDashoffset="-16"
      strokeLinecap="round"
    />
    <rect x="11" y="11" width="12" height="12" rx="3.5" fill="currentColor" />
  </svg>
);

/** Nested squares fading outward around one icon: the only illustration of the product. */
export const EchoArt = ({
  icon,
  kind = 'first',
}: {
  readonly icon: IconName;
  readonly kind?: string;
}): ReactElement => (
  <svg className={`art ${kind}`} viewBox="0 0 112 112" fill="none" aria-hidden="true">
    <rect x="3" y="3" width="106" height="106" rx="31" stroke="currentColor" opacity=".12" strokeWidth="1.5" />
    <rect x="16" y="16" width="80" height="80" rx="23" stroke="currentColor" opacity=".26" strokeWidth="1.5" />
    <rect x="30" y="30" width="52" height="52" rx="15" fill="currentColor" opacity=".1" />
    <path
      d={iconPath(icon)}
      transform="translate(42 42) scale(1.1667)"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);

/** The answer has arrived: the same squares, filled, with a tick (success pages). */
export const EchoDone = ({ size = 132 }: { readonly size?: number }): ReactElement => (
  <svg width={size} height={size} viewBox="0 0 132 132" fill="none" className="ac" aria-hidden="true">
    <rect x="4" y="4" width="124" height="124" rx="36" stroke="currentColor" opacity=".14" strokeWidth="2" />
    <rect x="18" y="18" width="96" height="96" rx="28" stroke="currentColor" opacity=".3" strokeWidth="2" />
    <rect x="32" y="32" width="68" height="68" rx="20" fill="currentColor" />
    <path d="m53 67 9 9 18-20" stroke="var(--surface)" strokeWidth="5" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);
