import { Form, Input, InputNumber, Switch } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import type { ApiProblem } from '../api.ts';
import { useText } from '../i18n.ts';
import { useProblemText } from '../problem-text.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { Drawer } from './drawer.tsx';

type FieldProps = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly children: ReactNode;
};

/** A field of a form in a drawer, with its label, hint and what is wrong with it. */
export const FormField = ({ id, label, hint, problem, children }: FieldProps): ReactElement => (
  <Form.Item label={label} htmlFor={id} validateStatus={problem ? 'error' : ''} help={problem} extra={hint}>
    {children}
  </Form.Item>
);

type Head = {
  readonly name: string;
  readonly nameEn?: string;
  /** The smaller is tried first. */
  readonly order: number;
  readonly enabled: boolean;
};

type HeadProps = {
  /** Before the ids of the fields. */
  readonly id: string;
  readonly value: Head;
  readonly problem: ApiProblem | null;
  readonly onChange: (part: Partial<Head>) => void;
};

const mostLetters = 60;
const lastOrder = 9999;
const usualOrder = 100;

/** What every rule of a list has: its name, its place among the others, whether it is in use. */
export const RuleHead = ({ id, value, problem, onChange }: HeadProps): ReactElement => {
  const t = useText('platform');
  const wrong = (path: string): string | undefined => problem?.fields.find((field) => field.path === path)?.message;
  return (
    <>
      <FormField id={`${id}-name`} label={t('rule.name')} problem={wrong('name')}>
        <Input
          id={`${id}-name`}
          required
          maxLength={mostLetters}
          value={value.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </FormField>
      {value.nameEn === undefined ? null : (
        <FormField id={`${id}-name-en`} label={t('rule.nameEn')} problem={wrong('nameEn')}>
          <Input
            id={`${id}-name-en`}
            maxLength={mostLetters}
            value={value.nameEn}
            onChange={(event) => onChange({ nameEn: event.target.value })}
          />
        </FormField>
      )}
      <div className="row wrap rule-head">
        <FormField id={`${id}-order`} label={t('rule.order')} hint={t('rule.orderHint')}>
          <InputNumber
            id={`${id}-order`}
            min={1}
            max={lastOrder}
            precision={0}
            value={value.order}
            onChange={(order) => onChange({ order: order ?? usualOrder })}
          />
        </FormField>
        <FormField id={`${id}-enabled`} label={t('rule.enabled')}>
          <Switch id={`${id}-enabled`} checked={value.enabled} onChange={(enabled) => onChange({ enabled })} />
        </FormField>
      </div>
    </>
  );
};

type DrawerProps = {
  readonly title: string;
  /** Of the form in it, which the button sends. */
  readonly formId: string;
  /** px */
  readonly size?: number;
  readonly busy: boolean;
  readonly ready: boolean;
  /** What is missing, said as long as it is not ready. */
  readonly missing?: string;
  readonly problem: ApiProblem | null;
  /** Buttons beside cancel and save: a trial. */
  readonly actions?: ReactNode;
  readonly onSave: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** One rule of a list, beside the list. */
export const RuleDrawer = (props: DrawerProps): ReactElement => {
  const { title, formId, size = 560, busy, ready, missing, problem, actions, onSave, onClose, children } = props;
  const t = useText('platform');
  const textOf = useProblemText();
  return (
    <Drawer
      open
      title={title}
      size={size}
      onClose={onClose}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row wrap rule-acts">
          {ready || missing === undefined ? null : <span className="t3 f12">{missing}</span>}
          <span className="sp" />
          <Button onClick={onClose}>{t('cancel')}</Button>
          {actions}
          <Button tone="primary" type="submit" form={formId} busy={busy} disabled={!ready}>
            {t('save')}
          </Button>
        </div>
      }
    >
      <Form
        id={formId}
        layout="vertical"
        onFinish={() => {
          if (ready && !busy) onSave();
        }}
      >
        {problem ? (
          <div className="rule-wrong">
            <Banner tone="red">{textOf(problem)}</Banner>
          </div>
        ) : null}
        {children}
      </Form>
    </Drawer>
  );
};
