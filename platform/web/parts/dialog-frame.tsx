import { type FormEvent, type ReactElement, type ReactNode, useEffect, useId, useRef } from 'react';
import type { ApiProblem } from '../api.ts';
import { useText } from '../i18n.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { Modal } from './controls.tsx';
import { KeyHint } from './key-hint.tsx';
import { useUnsaved } from './unsaved.ts';
import { useProblemText } from '../problem-text.ts';

type FrameProps = {
  readonly title: string;
  /** The word on the button: the same verb as in the title. */
  readonly action: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly ready: boolean;
  readonly problem?: ApiProblem | null;
  /** px; 460 unless there is more to look at than to fill in. */
  readonly width?: number;
  /** Nothing to fill in: the button has the focus as soon as it can be pressed, and a plain Enter is enough. */
  readonly enter?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A decision over the page: Ctrl+Enter from any field takes it, Escape leaves, and asks where something was filled in. */
export const DialogFrame = (props: FrameProps): ReactElement => {
  const { title, action, danger, busy, ready, problem, onSubmit, onClose, children } = props;
  const { width = 460, enter = false } = props;
  const t = useText('platform');
  const textOf = useProblemText();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (enter && ready) button.current?.focus();
  }, [enter, ready]);
  const { watch, leave } = useUnsaved(onClose);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !busy) onSubmit();
  };
  return (
    <Modal
      open
      width={width}
      title={title}
      onCancel={leave}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            tone={danger ? 'primary-danger' : 'primary'}
            ref={button}
            type="submit"
            form={id}
            busy={busy}
            disabled={!ready}
          >
            {action}
            <KeyHint keys={enter ? 'Enter' : 'Mod+Enter'} joined />
          </Button>
        </div>
      }
    >
      <form
        id={id}
        ref={watch}
        className="col dialog-form"
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      >
        {problem ? <Banner tone="red">{textOf(problem)}</Banner> : null}
        {children}
      </form>
    </Modal>
  );
};

type FieldProps = {
  readonly label: string;
  readonly htmlFor: string;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
};

export const DialogField = ({ label, htmlFor, hint, children }: FieldProps): ReactElement => (
  <div className="col dialog-field">
    <label htmlFor={htmlFor} className="t2">
      {label}
    </label>
    {children}
    {hint ? <span className="t3 f12">{hint}</span> : null}
  </div>
);
