import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import { useNavigate } from 'react-router';
import { type ActionContext, bindingsOf, isKeyedAt, isOffered, useRegisteredActions } from '../actions.ts';
import { useCan, useSessionState } from '../session.tsx';
import { isField, isMac, isPressing, pressKey, restingKeys } from '../shortcuts.ts';
import { closeSheet, openSheet, useOpenSheet } from './open-state.ts';
import { Palette } from './palette.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';

export const useActionContext = (): ActionContext => {
  const go = useNavigate();
  const can = useCan();
  const { session } = useSessionState();
  return useMemo(() => ({ navigate: (to) => void go(to), session, can }), [go, can, session]);
};

/** A modal of antd or a sheet of ours is open: letters belong to it. */
const isCovered = (): boolean =>
  document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open') !== null;

const useKeys = (context: ActionContext): void => {
  const { actions } = useRegisteredActions();
  const state = useRef(restingKeys);
  useEffect(() => {
    const offered = bindingsOf(actions.filter((action) => isOffered(action, context)));
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isPressing(event)) return;
      const inField = isField(event.target);
      const bindings = offered.filter(({ value }) => isKeyedAt(value, document.activeElement, inField));
      const result = pressKey(bindings, state.current, event, { inField, mac: isMac(), now: performance.now() });
      state.current = result.state;
      if (!result.hit) return;
      const toggles = result.hit.id === 'palette';
      if (openSheet() !== 'none' && toggles) {
        event.preventDefault();
        return closeSheet();
      }
      if (openSheet() !== 'none' || isCovered()) return;
      event.preventDefault();
      result.hit.run(context);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [actions, context]);
};

/** Listens to the keys and shows palette and help sheet; mounted once inside the router. */
export const ActionHost = (): ReactElement | null => {
  const context = useActionContext();
  const sheet = useOpenSheet();
  useKeys(context);
  if (sheet === 'palette') return <Palette context={context} onClose={closeSheet} />;
  return sheet === 'shortcuts' ? <ShortcutSheet context={context} onClose={closeSheet} /> : null;
};
