import './llm.css';
import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import {
  Banner,
  Button,
  Card,
  Form,
  Input,
  InputNumber,
  Loaded,
  Page,
  SkeletonBlock,
  Switch,
} from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { number } from '#platform/web/format.ts';
import {
  changeLlmSetting,
  llmPurposes,
  type LlmPurpose,
  type LlmSetting,
  readLlmSetting,
  testLlm,
} from '../../contract.ts';
import { CallsCard } from './calls-card.tsx';
import { draftOf, wishOf, type SettingDraft } from './setting-draft.ts';

type PartProps = { readonly draft: SettingDraft; readonly onChange: (change: Partial<SettingDraft>) => void };

const Where = ({ draft, setting, onChange }: PartProps & { readonly setting: LlmSetting }): ReactElement => {
  const t = useText('classify');
  return (
    <>
      <Form.Item label={t('llm.baseUrl')} htmlFor="llm-url" extra={t('llm.baseUrlHint')}>
        <Input
          id="llm-url"
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="https://api.example.com/v1"
          value={draft.baseUrl}
          onChange={(event) => onChange({ baseUrl: event.target.value })}
        />
      </Form.Item>
      <div className="llmline">
        <Switch
          id="llm-inner"
          checked={draft.allowInner}
          aria-describedby="llm-inner-hint"
          onChange={(allowInner) => onChange({ allowInner })}
        />
        <label htmlFor="llm-inner">{t('llm.allowInner')}</label>
        <span id="llm-inner-hint" className="t3 f12">
          {t('llm.allowInnerHint')}
        </span>
      </div>
      <div className="llmtwo">
        <Form.Item label={t('llm.model')} htmlFor="llm-model">
          <Input
            id="llm-model"
            autoComplete="off"
            maxLength={120}
            value={draft.model}
            onChange={(event) => onChange({ model: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('llm.key')} htmlFor="llm-key" extra={t(setting.hasKey ? 'llm.keyThere' : 'llm.keyHint')}>
          <Input.Password
            id="llm-key"
            autoComplete="new-password"
            visibilityToggle={false}
            placeholder={setting.hasKey ? '••••••••' : ''}
            value={draft.apiKey}
            onChange={(event) => onChange({ apiKey: event.target.value, dropKey: false })}
          />
        </Form.Item>
      </div>
      {setting.hasKey ? (
        <div className="llmline">
          <Switch id="llm-drop" checked={draft.dropKey} onChange={(dropKey) => onChange({ dropKey, apiKey: '' })} />
          <label htmlFor="llm-drop">{t('llm.dropKey')}</label>
        </div>
      ) : null}
    </>
  );
};

const Purposes = ({ draft, onChange }: PartProps): ReactElement => {
  const t = useText('classify');
  const turn = (purpose: LlmPurpose, isOn: boolean): void =>
    onChange({
      purposes: isOn ? [...draft.purposes, purpose] : draft.purposes.filter((one) => one !== purpose),
    });
  return (
    <fieldset className="llmpurposes">
      <legend className="part">{t('llm.purposes')}</legend>
      {llmPurposes.map((purpose) => (
        <div key={purpose} className="llmline">
          <Switch
            id={`llm-${purpose}`}
            checked={draft.purposes.includes(purpose)}
            aria-describedby={`llm-${purpose}-hint`}
            onChange={(isOn) => turn(purpose, isOn)}
          />
          <label htmlFor={`llm-${purpose}`}>{t(`llm.purpose.${purpose}`)}</label>
          <span id={`llm-${purpose}-hint`} className="t3 f12">
            {t(`llm.purposeHint.${purpose}`)}
          </span>
        </div>
      ))}
    </fieldset>
  );
};

const limits = [
  ['callsPerDay', 0, 1_000_000],
  ['tokensPerDay', 0, 2_000_000_000],
  ['timeoutSeconds', 1, 120],
  ['keepDays', 0, 365],
] as const;

const Limits = ({ draft, onChange }: PartProps): ReactElement => {
  const t = useText('classify');
  return (
    <fieldset>
      <legend className="part">{t('llm.limits')}</legend>
      <div className="llmfour">
        {limits.map(([name, min, max]) => (
          <Form.Item key={name} label={t(`llm.${name}`)} htmlFor={`llm-${name}`}>
            <InputNumber
              id={`llm-${name}`}
              min={min}
              max={max}
              precision={0}
              value={draft[name]}
              onChange={(value) => onChange({ [name]: value ?? min })}
            />
          </Form.Item>
        ))}
      </div>
    </fieldset>
  );
};

const Trial = ({ setting, isChanged }: { readonly setting: LlmSetting; readonly isChanged: boolean }): ReactElement => {
  const t = useText('classify');
  const textOf = useProblemText();
  const trial = useRouteMutation(testLlm);
  const { data } = trial;
  return (
    <div className="col" style={{ gap: 8 }} aria-live="polite">
      <div className="row wrap">
        <Button
          icon="bolt"
          busy={trial.isPending}
          disabled={isChanged || setting.baseUrl === ''}
          onClick={() => trial.mutate({})}
        >
          {t('llm.test')}
        </Button>
        <span className="t3 f12">
          {isChanged
            ? t('llm.saveFirst')
            : t('llm.used', { calls: number(setting.today.calls), tokens: number(setting.today.tokens) })}
        </span>
      </div>
      {setting.paused ? <Banner tone="amber">{t('llm.paused')}</Banner> : null}
      {trial.error ? <Banner tone="red">{textOf(trial.error)}</Banner> : null}
      {data ? (
        <Banner tone={data.outcome === 'ok' ? 'green' : 'red'}>
          {data.outcome === 'ok'
            ? t('llm.testGood', { ms: number(data.ms), tokens: number(data.inputTokens + data.outputTokens) })
            : t('llm.testBad', {
                reason: t(`errors.llm_${data.outcome}`),
                status: data.status || '—',
                answer: data.answer,
              })}
        </Banner>
      ) : null}
    </div>
  );
};

const Setting = ({ setting }: { readonly setting: LlmSetting }): ReactElement => {
  const t = useText('classify');
  const words = useText('platform');
  const textOf = useProblemText();
  const [draft, setDraft] = useState<SettingDraft>(() => draftOf(setting));
  const [isChanged, setChanged] = useState(false);
  const save = useRouteMutation(changeLlmSetting, {
    onDone: (saved) => {
      setDraft(draftOf(saved));
      setChanged(false);
      toast({ text: t(saved.baseUrl === '' ? 'llm.disconnected' : 'llm.saved') });
    },
  });
  const change = (part: Partial<SettingDraft>): void => {
    setDraft({ ...draft, ...part });
    setChanged(true);
  };
  return (
    <Card>
      <Form layout="vertical" className="llmform" onFinish={() => save.mutate({ body: wishOf(draft) })}>
        {save.error ? <Banner tone="red">{textOf(save.error)}</Banner> : null}
        <Where draft={draft} setting={setting} onChange={change} />
        <Purposes draft={draft} onChange={change} />
        <Limits draft={draft} onChange={change} />
        <div className="row wrap">
          <Button tone="primary" type="submit" busy={save.isPending} disabled={!isChanged}>
            {words('save')}
          </Button>
        </div>
        <Trial setting={setting} isChanged={isChanged} />
      </Form>
    </Card>
  );
};

/** Connects a language model, says what it may be asked for, and shows what was asked. Nothing needs it. */
const LlmPage = (): ReactElement => {
  const t = useText('classify');
  const found = useRoute(readLlmSetting, {});
  return (
    <Page title={t('nav.llm')} note={t('llm.note')}>
      <div className="col llm">
        <Banner tone="blue">{t('llm.privacy')}</Banner>
        <Loaded
          data={found.data}
          error={found.error ?? undefined}
          onRetry={() => void found.refetch()}
          skeleton={<SkeletonBlock height={420} />}
        >
          {(setting) => <Setting setting={setting} />}
        </Loaded>
        <CallsCard />
      </div>
    </Page>
  );
};

export default LlmPage;
