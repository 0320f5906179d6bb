import { useCallback, useRef } from 'react';
import { translate } from '../i18n.ts';
import { confirmAction } from './confirm.tsx';

/** What a person fills in, wherever it stands; words that only narrow a list down are none of it. */
const filled = [
  'input:not([type="search"]):not([role="combobox"])',
  'textarea',
  '[role="switch"]',
  '[aria-pressed]',
  '.ant-select-content',
  '.filelist',
  'li[aria-label]',
].join(', ');

const stateOf = (control: Element): string => {
  if (control instanceof HTMLInputElement)
    return control.type === 'checkbox' || control.type === 'radio' ? String(control.checked) : control.value;
  if (control instanceof HTMLTextAreaElement) return control.value;
  const pressed = control.getAttribute('aria-pressed') ?? control.getAttribute('aria-checked');
  return pressed ?? control.getAttribute('aria-label') ?? control.textContent;
};

const lookAt = (root: Element): string => JSON.stringify([...root.querySelectorAll(filled)].map(stateOf));

/** Whatever comes first when somebody begins: an input method and a paste from the menu press no key. */
const beginnings = ['pointerdown', 'keydown', 'beforeinput', 'drop'] as const;

export const askToDiscard = (): Promise<boolean> =>
  confirmAction({
    title: translate('platform', 'unsaved.title'),
    text: translate('platform', 'unsaved.text'),
    action: translate('platform', 'unsaved.leave'),
    stay: translate('platform', 'unsaved.stay'),
    danger: true,
  });

type Guard = {
  /** Onto the element around the fields, which is there as long as the dialog is. */
  readonly watch: (element: HTMLElement | null) => (() => void) | undefined;
  /** For Escape, the cross and a click beside: asks first where something was changed. A button that says so just leaves. */
  readonly leave: () => void;
};

/**
 * Compares what stands in the fields with what stood there when they were first touched: so no dialog has to say
 * what its draft is, and what came late from the server is not taken for somebody's work.
 */
export const useUnsaved = (onLeave: () => void): Guard => {
  const root = useRef<HTMLElement | null>(null);
  const before = useRef<string | null>(null);
  const watch = useCallback((element: HTMLElement | null) => {
    root.current = element;
    if (!element) return undefined;
    const remember = (): void => {
      before.current ??= lookAt(element);
    };
    for (const name of beginnings) element.addEventListener(name, remember, true);
    return () => {
      root.current = null;
      for (const name of beginnings) element.removeEventListener(name, remember, true);
    };
  }, []);
  const leave = (): void => {
    const untouched = !root.current || before.current === null || lookAt(root.current) === before.current;
    if (untouched) return onLeave();
    void askToDiscard().then((yes) => {
      if (yes) onLeave();
    });
  };
  return { watch, leave };
};
