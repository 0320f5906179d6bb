import { Modal } from 'antd';
import { type ReactElement, type ReactNode, useSyncExternalStore } from 'react';
import { translate, useText } from '../i18n.ts';
import { Button } from './button.tsx';

export type ConfirmInput = {
  readonly title: string;
  readonly text?: ReactNode;
  /** The word on the button, the same verb as in the title. */
  readonly action: string;
  /** In place of "cancel"; it then has the focus, so that Enter does no harm. */
  readonly stay?: string;
  readonly danger?: boolean;
};

type Open = ConfirmInput & { readonly answer: (yes: boolean) => void };

let open: Open | null = null;
const listeners = new Set<() => void>();

const set = (next: Open | null): void => {
  open = next;
  listeners.forEach((listener) => listener());
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Asks before something that cannot be taken back. Where undo is possible, do it and show a toast instead. */
export const confirmAction = (input: ConfirmInput): Promise<boolean> =>
  new Promise((resolve) => {
    open?.answer(false);
    set({
      ...input,
      answer: (yes) => {
        set(null);
        resolve(yes);
      },
    });
  });

/** Names the object: 删除「退款 → 售后」. */
export const confirmDelete = (name: string, text?: string): Promise<boolean> =>
  confirmAction({
    title: translate('platform', 'confirmDelete.title', { name }),
    text: text ?? translate('platform', 'confirmDelete.text'),
    action: translate('platform', 'delete'),
    danger: true,
  });

export const ConfirmHost = (): ReactElement | null => {
  const t = useText('platform');
  const current = useSyncExternalStore(
    subscribe,
    () => open,
    () => null,
  );
  if (!current) return null;
  return (
    <Modal
      open
      width={420}
      title={current.title}
      onCancel={() => current.answer(false)}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={() => current.answer(false)} autoFocus={current.stay !== undefined}>
            {current.stay ?? t('cancel')}
          </Button>
          <Button
            tone={current.danger ? 'primary-danger' : 'primary'}
            onClick={() => current.answer(true)}
            autoFocus={current.stay === undefined}
          >
            {current.action}
          </Button>
        </div>
      }
    >
      {current.text}
    </Modal>
  );
};
