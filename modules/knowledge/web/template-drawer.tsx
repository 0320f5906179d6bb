import { type ReactElement, useState } from 'react';
import type { ApiProblem } from '#platform/web/api.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Banner, Button, Drawer, Form, Input, Segmented, Switch } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { changeTemplate, createTemplate, fillTemplate, placeholders, type Template } from '../contract.ts';

type Written = Pick<Template, 'title' | 'titleEn' | 'subject' | 'subjectEn' | 'body' | 'bodyEn' | 'enabled'>;
type Side = 'zh' | 'en';
type DrawerProps = { readonly template: Template | null; readonly onClose: () => void };

const empty: Written = { title: '', titleEn: '', subject: '', subjectEn: '', body: '', bodyEn: '', enabled: true };
const fieldsOf = {
  zh: { title: 'title', subject: 'subject', body: 'body' },
  en: { title: 'titleEn', subject: 'subjectEn', body: 'bodyEn' },
} as const;

const useSave = (template: Template | null, onClose: () => void) => {
  const t = useText('knowledge');
  const done = (saved: Template): void => {
    toast({ text: t('templates.saved', { title: saved.title }) });
    onClose();
  };
  const create = useRouteMutation(createTemplate, { onDone: done });
  const change = useRouteMutation(changeTemplate, { onDone: done });
  const save = (written: Written): void => {
    if (!template) return create.mutate({ body: written });
    const { categoryKey, sort, version } = template;
    change.mutate({ params: { id: template.id }, body: { ...written, categoryKey, sort, version } });
  };
  return { save, busy: create.isPending || change.isPending, problem: create.error ?? change.error };
};

const sentenceFor = (problem: ApiProblem | null, path: string): string | undefined =>
  problem?.fields.find((field) => field.path === path)?.message;

const Preview = ({ subject, body }: { readonly subject: string; readonly body: string }): ReactElement => {
  const t = useText('knowledge');
  const samples = {
    number: '3827-4165',
    customerName: t('sample.customerName'),
    trackingUrl: 'https://example.com/t/…',
    surveyUrl: 'https://example.com/s/…',
    companyName: t('sample.companyName'),
    reply: t('sample.reply'),
  };
  return (
    <section className="card" aria-label={t('templates.preview')}>
      <div className="in">
        <p className="t3 f12">{t('templates.preview')}</p>
        {subject === '' ? null : <b>{fillTemplate(subject, samples)}</b>}
        <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{fillTemplate(body, samples)}</p>
      </div>
    </section>
  );
};

type InputsProps = {
  readonly written: Written;
  readonly side: Side;
  readonly isNotice: boolean;
  readonly locked: boolean;
  readonly problem: ApiProblem | null;
  readonly onChange: (part: Partial<Written>) => void;
};

const Inputs = ({ written, side, isNotice, locked, problem, onChange }: InputsProps): ReactElement => {
  const t = useText('knowledge');
  const at = fieldsOf[side];
  const item = (field: keyof Written): { validateStatus: '' | 'error'; help: string | undefined } => {
    const sentence = sentenceFor(problem, field);
    return { validateStatus: sentence ? 'error' : '', help: sentence };
  };
  return (
    <>
      <Form.Item label={t('templates.name')} htmlFor="template-title" {...item(at.title)}>
        <Input
          id="template-title"
          value={written[at.title]}
          maxLength={60}
          disabled={locked}
          onChange={(event) => onChange({ [at.title]: event.target.value })}
        />
      </Form.Item>
      {isNotice ? (
        <Form.Item label={t('templates.subject')} htmlFor="template-subject" {...item(at.subject)}>
          <Input
            id="template-subject"
            value={written[at.subject]}
            maxLength={150}
            disabled={locked}
            onChange={(event) => onChange({ [at.subject]: event.target.value })}
          />
        </Form.Item>
      ) : null}
      <Form.Item label={t('templates.body')} htmlFor="template-body" {...item(at.body)}>
        <Input.TextArea
          id="template-body"
          value={written[at.body]}
          rows={10}
          maxLength={5000}
          disabled={locked}
          onChange={(event) => onChange({ [at.body]: event.target.value })}
        />
      </Form.Item>
      {locked ? null : (
        <p className="row wrap t3 f12" style={{ gap: 6, marginBottom: 12 }}>
          {t('templates.insert')}
          {placeholders.map((name) => (
            <Button
              key={name}
              size="s"
              tone="soft"
              onClick={() => onChange({ [at.body]: `${written[at.body]}{{${name}}}` })}
            >
              {t(`placeholder.${name}`)}
            </Button>
          ))}
        </p>
      )}
    </>
  );
};

const formId = 'template-form';

/** Both languages of one template, and how it reads when filled in. */
export const TemplateDrawer = ({ template, onClose }: DrawerProps): ReactElement => {
  const t = useText('knowledge');
  const words = useText('platform');
  const textOf = useProblemText();
  const locked = !useCan()('template.manage');
  const [written, setWritten] = useState<Written>(template ?? empty);
  const [side, setSide] = useState<Side>(useLanguage() === 'en' && template ? 'en' : 'zh');
  const { save, busy, problem } = useSave(template, onClose);
  const at = fieldsOf[side];
  const { title, titleEn, subject, subjectEn, body, bodyEn, enabled } = written;
  return (
    <Drawer
      open
      title={template ? template.title : t('templates.createTitle')}
      onClose={onClose}
      size={560}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{words(locked ? 'close' : 'cancel')}</Button>
          {locked ? null : (
            <Button tone="primary" type="submit" form={formId} busy={busy}>
              {words('save')}
            </Button>
          )}
        </div>
      }
    >
      <Form
        id={formId}
        layout="vertical"
        onFinish={() => save({ title, titleEn, subject, subjectEn, body, bodyEn, enabled })}
      >
        {problem ? (
          <div style={{ marginBottom: 12 }}>
            <Banner tone="red">{textOf(problem)}</Banner>
          </div>
        ) : null}
        <div className="row" style={{ marginBottom: 12 }}>
          <Segmented
            label={t('templates.language')}
            choices={[
              { value: 'zh', label: words('language.zh-CN') },
              { value: 'en', label: words('language.en') },
            ]}
            value={side}
            onChange={setSide}
          />
          <span className="sp" />
          <label className="row" htmlFor="template-enabled">
            {t('templates.enabled')}
            <Switch
              id="template-enabled"
              checked={enabled}
              disabled={locked}
              onChange={(next: boolean) => setWritten({ ...written, enabled: next })}
            />
          </label>
        </div>
        <Inputs
          written={written}
          side={side}
          isNotice={template?.purpose === 'notice'}
          locked={locked}
          problem={problem}
          onChange={(part) => setWritten((before) => ({ ...before, ...part }))}
        />
        <Preview subject={written[at.subject]} body={written[at.body]} />
      </Form>
    </Drawer>
  );
};
