import { type ReactElement, useEffect, useState, useSyncExternalStore } from 'react';
import { useText } from '../i18n.ts';
import { isMac, keyWords } from '../shortcuts.ts';
import { closeToast, currentToasts, type Toast, watchToasts } from '../toast.ts';
import { Icon } from './icon.tsx';

const ToastLine = ({ toast }: { readonly toast: Toast }): ReactElement => {
  const t = useText('platform');
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => closeToast(toast.id), toast.seconds * 1000);
    return () => clearTimeout(timer);
  }, [held, toast.id, toast.seconds]);
  const undo = (): void => {
    closeToast(toast.id);
    toast.undo?.();
  };
  return (
    <div
      className="toast"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={toast.icon} size="s" />
      <span>{toast.text}</span>
      {toast.undo ? (
        <>
          <button type="button" onClick={undo}>
            {t('undo')}
          </button>
          <span className="key" aria-hidden="true">
            {keyWords('Mod+Z', isMac()).join(' ')}
          </span>
        </>
      ) : null}
    </div>
  );
};

/** Mounted once, so that the live region exists before anything is said in it. */
export const ToastHost = (): ReactElement => {
  const toasts = useSyncExternalStore(watchToasts, currentToasts, currentToasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  );
};
