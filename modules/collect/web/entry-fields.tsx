import './desk.css';
import { type ReactElement, type ReactNode } from 'react';
import { listOutlets } from '#modules/staff/contract.ts';
import { CustomFieldInputs, type FieldUpload, useCustomFields } from '#modules/ticket/web/index.ts';
import { locales } from '#platform/contract/fields.ts';
import { type ApiProblem, upload } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { Form, Icon, Input, kindIcons, kinds, Segmented, Select } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { contentLimit, uploadPublicAttachment } from '../contract.ts';
import { entryChannels, type EntryDraft } from './entry-draft.ts';

type FieldProps = {
  readonly label: string;
  readonly id?: string;
  readonly problem?: string | undefined;
  readonly children: ReactNode;
};

const Field = ({ label, id, problem, children }: FieldProps): ReactElement => (
  <Form.Item
    label={label}
    layout="vertical"
    {...(id === undefined ? {} : { htmlFor: id })}
    validateStatus={problem ? 'error' : ''}
    help={problem}
  >
    {children}
  </Form.Item>
);

type PartProps = {
  readonly draft: EntryDraft;
  readonly onChange: (part: Partial<EntryDraft>) => void;
  readonly problem: ApiProblem | null;
};

const sentenceOf = (problem: ApiProblem | null, path: string): string | undefined =>
  problem?.fields.find((field) => field.path.endsWith(path))?.message;

const ContactFields = ({ draft, onChange, problem }: PartProps): ReactElement => {
  const t = useText('collect');
  return (
    <div className="deskpair">
      <Field label={t('entry.name')} id="entry-name" problem={sentenceOf(problem, 'name')}>
        <Input
          id="entry-name"
          size="large"
          autoFocus
          autoComplete="off"
          maxLength={100}
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Field label={t('entry.phone')} id="entry-phone" problem={sentenceOf(problem, 'phone')}>
        <Input
          id="entry-phone"
          size="large"
          inputMode="tel"
          autoComplete="off"
          maxLength={40}
          value={draft.phone}
          onChange={(event) => onChange({ phone: event.target.value })}
        />
      </Field>
    </div>
  );
};

const OutletField = ({ draft, onChange }: Omit<PartProps, 'problem'>): ReactElement | null => {
  const t = useText('collect');
  const outlets = useRoute(listOutlets, {}, { staleMs: 300_000, enabled: useCan()('staff.read') });
  if (!outlets.data || outlets.data.items.length === 0) return null;
  const byRegion = Map.groupBy(outlets.data.items, (outlet) => outlet.region);
  return (
    <Field label={t('entry.outlet')} id="entry-outlet">
      <Select
        id="entry-outlet"
        size="large"
        allowClear
        showSearch={{ optionFilterProp: 'search' }}
        value={draft.outletId}
        placeholder={t('entry.outletHint')}
        onChange={(next: string | null | undefined) => onChange({ outletId: next ?? null })}
        options={[...byRegion].map(([region, items]) => ({
          label: region === '' ? t('entry.noRegion') : region,
          options: items.map((outlet) => ({
            value: outlet.id,
            label: outlet.name,
            search: `${outlet.region} ${outlet.name}`,
          })),
        }))}
      />
    </Field>
  );
};

const LocaleField = ({ draft, onChange }: Omit<PartProps, 'problem'>): ReactElement => {
  const t = useText('collect');
  return (
    <Field label={t('entry.locale')}>
      <Segmented
        label={t('entry.locale')}
        value={draft.locale}
        onChange={(locale) => onChange({ locale })}
        choices={[
          { value: '', label: t('entry.localeKnown') },
          ...locales.map((locale) => ({ value: locale, label: t(`platform:language.${locale}`) })),
        ]}
      />
    </Field>
  );
};

const KindField = ({ draft, onChange }: Omit<PartProps, 'problem'>): ReactElement => {
  const t = useText('collect');
  return (
    <Field label={t('entry.kind')}>
      <Segmented
        label={t('entry.kind')}
        value={draft.kind}
        onChange={(kind) => onChange({ kind })}
        choices={[
          { value: '', label: t('entry.kindAuto') },
          ...kinds.map((kind) => ({
            value: kind,
            label: (
              <>
                <Icon name={kindIcons[kind]} size="s" /> {t(`platform:kind.${kind}`)}
              </>
            ),
          })),
        ]}
      />
    </Field>
  );
};

const StoryFields = ({ draft, onChange, problem }: PartProps): ReactElement => {
  const t = useText('collect');
  return (
    <>
      <Field label={t('entry.content')} id="entry-content" problem={sentenceOf(problem, 'content')}>
        <Input.TextArea
          id="entry-content"
          required
          autoSize={{ minRows: 5, maxRows: 16 }}
          maxLength={contentLimit}
          value={draft.content}
          onChange={(event) => onChange({ content: event.target.value })}
        />
      </Field>
      <div className="deskpair">
        <Field label={t('entry.subject')} id="entry-subject" problem={sentenceOf(problem, 'subject')}>
          <Input
            id="entry-subject"
            size="large"
            maxLength={200}
            value={draft.subject}
            placeholder={t('entry.subjectHint')}
            onChange={(event) => onChange({ subject: event.target.value })}
          />
        </Field>
        <Field label={t('entry.orderNumber')} id="entry-order" problem={sentenceOf(problem, 'orderNumber')}>
          <Input
            id="entry-order"
            size="large"
            maxLength={200}
            value={draft.orderNumber}
            onChange={(event) => onChange({ orderNumber: event.target.value })}
          />
        </Field>
      </div>
    </>
  );
};

const uploadBefore: FieldUpload = async (file, onProgress) => {
  const body = new FormData();
  body.set('file', file);
  const kept = await upload(uploadPublicAttachment, {}, body, { onProgress });
  return { ...kept, scanned: '' };
};

/** What the company asks besides; what depends on the category is asked on the ticket, once it has one. */
const CompanyFields = ({ draft, onChange, problem }: PartProps): ReactElement | null => {
  const fields = useCustomFields().filter((field) => field.onForm && field.writable && field.categoryKeys.length === 0);
  if (fields.length === 0) return null;
  const required = fields.filter((field) => field.rule.requiredAt?.includes('open')).map((field) => field.key);
  const problems = Object.fromEntries(
    (problem?.fields ?? []).map((field) => [field.path.replace(/^fields\./, ''), field.message]),
  );
  return (
    <div className="col">
      <CustomFieldInputs
        fields={fields}
        values={draft.custom}
        required={required}
        problems={problems}
        upload={uploadBefore}
        onChange={(custom) => onChange({ custom })}
      />
    </div>
  );
};

/** In the order in which a call goes: who, where, what. */
export const EntryFields = ({ draft, onChange, problem }: PartProps): ReactElement => {
  const t = useText('collect');
  return (
    <>
      <Field label={t('entry.channel')}>
        <Segmented
          label={t('entry.channel')}
          value={draft.channel}
          onChange={(channel) => onChange({ channel })}
          choices={entryChannels.map((channel) => ({ value: channel, label: t(`ticket:channel.${channel}`) }))}
        />
      </Field>
      <ContactFields draft={draft} onChange={onChange} problem={problem} />
      <LocaleField draft={draft} onChange={onChange} />
      <OutletField draft={draft} onChange={onChange} />
      <KindField draft={draft} onChange={onChange} />
      <StoryFields draft={draft} onChange={onChange} problem={problem} />
      <CompanyFields draft={draft} onChange={onChange} problem={problem} />
    </>
  );
};
