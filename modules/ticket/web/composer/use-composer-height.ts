import { type RefCallback, useCallback } from 'react';

const name = '--composer-height';

/** Toasts stand above the composer, however tall it is. */
export const useComposerHeight = (): RefCallback<HTMLElement> =>
  useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => style.setProperty(name, `${element.offsetHeight}px`));
    observer.observe(element);
    return () => {
      observer.disconnect();
      style.removeProperty(name);
    };
  }, []);
