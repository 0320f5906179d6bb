import './form-drawer.css';
import type { ReactElement, ReactNode } from 'react';
import type { ApiProblem } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Drawer, Form } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';

type FieldProps = {
  readonly label: string;
  /** Id of the control inside. */
  readonly id: string;
  readonly hint?: string | undefined;
  /** The sentence of a refusal; shown in place of the hint. */
  readonly problem?: string | undefined;
  readonly children: ReactNode;
};

export const FormField = ({ label, id, hint, problem, children }: FieldProps): ReactElement => (
  <Form.Item
    label={label}
    htmlFor={id}
    validateStatus={problem ? 'error' : ''}
    help={(problem ?? hint) ? <span className="f12 hint">{problem ?? hint}</span> : undefined}
  >
    {children}
  </Form.Item>
);

/** Why the server refused one field of a form. */
export const fieldProblem = (problem: ApiProblem | null, path: string): string | undefined =>
  problem?.fields.find((field) => field.path === path)?.message;

type DrawerProps = {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly submitLabel?: string;
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
  readonly children: ReactNode;
};

/** Editing beside the list, so that the list stays in sight. Mounted while open. */
export const FormDrawer = (props: DrawerProps): ReactElement => {
  const { title, onClose, onSubmit, submitLabel, busy, problem, children } = props;
  const t = useText('staff');
  const textOf = useProblemText();
  const formId = 'staff-drawer-form';
  return (
    <Drawer
      open
      title={title}
      onClose={onClose}
      size={440}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form={formId} busy={busy}>
            {submitLabel ?? t('save')}
          </Button>
        </div>
      }
    >
      <Form id={formId} layout="vertical" onFinish={onSubmit}>
        {problem ? (
          <div style={{ marginBottom: 16 }}>
            <Banner tone="red">{textOf(problem)}</Banner>
          </div>
        ) : null}
        {children}
      </Form>
    </Drawer>
  );
};
