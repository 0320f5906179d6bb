import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useRef } from 'react';

type SheetProps = {
  readonly label: string;
  readonly onClose: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly children: ReactNode;
};

/** A dialog over a scrim: Escape and a click beside it close it, focus goes back where it was. */
export const Sheet = ({ label, onClose, onKeyDown, children }: SheetProps): ReactElement => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.querySelector('input')?.focus();
    return () => {
      // What was run may have led the focus somewhere already.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const keepFocus = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onClose();
    }
    // The input is the only stop: everything else is reached with the arrows.
    if (event.key === 'Tab') event.preventDefault();
    onKeyDown?.(event);
  };
  return (
    <>
      <div className="scrim" onClick={onClose} aria-hidden="true" />
      <div className="palette" role="dialog" aria-modal="true" aria-label={label} ref={box} onKeyDown={keepFocus}>
        {children}
      </div>
    </>
  );
};
