import type { CSSProperties, ReactElement, ReactNode } from 'react';
import { useDelayedLoading } from '../delayed-loading.ts';
import { useText } from '../i18n.ts';
import { ErrorState } from './empty.tsx';

type BlockProps = { readonly width?: number | string; readonly height?: number; readonly style?: CSSProperties };

export const SkeletonBlock = ({ width = '100%', height = 10, style }: BlockProps): ReactElement => (
  <span className="sk" style={{ width, height, ...style }} />
);

const widths = ['70%', '86%', '58%', '78%'];

/** Rows of the shape of a ticket row. */
export const SkeletonRows = ({ rows = 4 }: { readonly rows?: number }): ReactElement => (
  <div aria-hidden="true" style={{ alignSelf: 'stretch', padding: '8px 16px' }}>
    {Array.from({ length: rows }, (_unused, index) => (
      <div key={index} style={{ padding: '12px 0', borderTop: index > 0 ? '1px solid var(--border)' : undefined }}>
        <div className="row">
          <SkeletonBlock width={14} height={14} />
          <SkeletonBlock width={64} />
          <SkeletonBlock width={72} />
          <span className="sp" />
          <SkeletonBlock width={62} height={18} />
        </div>
        <SkeletonBlock width={widths[index % widths.length] ?? '70%'} height={13} style={{ margin: '9px 0' }} />
        <div className="row">
          <SkeletonBlock width={34} />
          <SkeletonBlock width={92} />
          <span className="sp" />
          <SkeletonBlock width={54} />
        </div>
      </div>
    ))}
  </div>
);

/** Lines of a text or a card. */
export const SkeletonLines = ({ lines = 3 }: { readonly lines?: number }): ReactElement => (
  <div className="col" aria-hidden="true" style={{ gap: 10, padding: '4px 0' }}>
    {Array.from({ length: lines }, (_unused, index) => (
      <SkeletonBlock key={index} width={widths[(index + 1) % widths.length] ?? '80%'} />
    ))}
  </div>
);

type LoadedProps<Data> = {
  readonly data: Data | undefined;
  readonly error?: unknown;
  readonly onRetry?: () => void;
  readonly errorTitle?: string;
  readonly skeleton?: ReactNode;
  readonly children: (data: Data) => ReactNode;
};

/** The one way a part waits: skeleton by the 300/500 ms rule, an error with retry, or the content. */
export const Loaded = <Data,>(props: LoadedProps<Data>): ReactElement => {
  const { data, error, onRetry, errorTitle, skeleton, children } = props;
  const t = useText('platform');
  const waiting = data === undefined && !error;
  const visible = useDelayedLoading(waiting);
  if (data === undefined && error) {
    return (
      <ErrorState problem={error} {...(errorTitle ? { title: errorTitle } : {})} {...(onRetry ? { onRetry } : {})} />
    );
  }
  if (data === undefined || visible) {
    return (
      <div aria-busy="true">
        <span className="sr" role="status">
          {visible ? t('loading') : ''}
        </span>
        {visible ? (skeleton ?? <SkeletonLines />) : null}
      </div>
    );
  }
  return <>{children(data)}</>;
};
