import '../resolve.css';
import { type ReactElement, useState } from 'react';
import { Link } from 'react-router';
import { useNames } from '#modules/ticket/web/index.ts';
import { number, percent } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Badge,
  Banner,
  Button,
  Card,
  Checkbox,
  type Column,
  confirmAction,
  confirmDelete,
  DataTable,
  DialogField,
  Empty,
  InputNumber,
  Loaded,
  Page,
  useDeleteColumn,
  useEnabledColumn,
} from '#platform/web/parts/index.ts';
import { problemText, useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  type AutoFigures,
  type AutoRule,
  type AutoSetting,
  changeAutoSetting,
  deleteAutoRule,
  readAutoAnswers,
  tryAutoAnswers,
} from '../../contract.ts';
import { AutoDrawer } from './auto-drawer.tsx';
import { AutoTrial } from './auto-trial.tsx';

const tell = {
  onProblem: (problem: Parameters<typeof problemText>[0]) => toast({ text: problemText(problem), icon: 'over' }),
};

type TileProps = { readonly label: string; readonly value: string; readonly note?: string };

const Tile = ({ label, value, note }: TileProps): ReactElement => (
  <div className="card">
    <dt className="t2 f12">{label}</dt>
    <dd>
      <b>{value}</b>
    </dd>
    {note ? <dd className="t3 f12">{note}</dd> : null}
  </div>
);

/** Each share says what it is made of. */
const Figures = ({ figures }: { readonly figures: AutoFigures }): ReactElement => {
  const t = useText('resolve');
  const { light, answered, unsolved, reviewed, wrong, waiting, lastDay } = figures;
  const settled = Math.max(0, answered - unsolved - wrong);
  const share = (part: number, all: number): string => (all === 0 ? t('report.nothing') : percent(part / all, 0));
  return (
    <dl className="rs-sums" aria-label={t('auto.fig.label')}>
      <Tile
        label={`${t('auto.fig.rate')} (${t('auto.fig.label')})`}
        value={share(settled, light)}
        note={t('auto.fig.rateNote', { part: number(settled), all: number(light) })}
      />
      <Tile label={t('auto.fig.answered')} value={number(answered)} note={`${t('auto.fig.lastDay')} ${lastDay}`} />
      <Tile label={t('auto.fig.unsolved')} value={number(unsolved)} />
      <Tile
        label={t('auto.fig.wrong')}
        value={share(wrong, reviewed)}
        note={t('auto.fig.wrongNote', { part: number(wrong), all: number(reviewed) })}
      />
      <div className="card">
        <dt className="t2 f12">{t('auto.fig.waiting')}</dt>
        <dd>
          <Link to="/auto-answers">{number(waiting)}</Link>
        </dd>
      </div>
    </dl>
  );
};

const Guards = ({ setting }: { readonly setting: AutoSetting }): ReactElement => {
  const t = useText('resolve');
  const textOf = useProblemText();
  const [draft, setDraft] = useState(setting);
  const save = useRouteMutation(changeAutoSetting, { onDone: () => toast({ text: t('auto.saved'), icon: 'check' }) });
  const field = (key: 'mostADay' | 'repeatDays' | 'samplePercent', label: string, min: number, max: number) => (
    <DialogField label={label} htmlFor={`auto-${key}`}>
      <InputNumber
        id={`auto-${key}`}
        min={min}
        max={max}
        precision={0}
        value={draft[key]}
        onChange={(value) => setDraft({ ...draft, [key]: value ?? min })}
      />
    </DialogField>
  );
  return (
    <Card title={t('auto.guards')}>
      <form
        className="col"
        style={{ gap: 12 }}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ body: { ...draft, enabled: setting.enabled } });
        }}
      >
        {save.error ? <Banner tone="red">{textOf(save.error)}</Banner> : null}
        <Checkbox
          checked={draft.workingHoursOnly}
          onChange={(event) => setDraft({ ...draft, workingHoursOnly: event.target.checked })}
        >
          {t('auto.hours')}
        </Checkbox>
        <div className="row wrap" style={{ gap: 16, alignItems: 'flex-start' }}>
          {field('mostADay', t('auto.most'), 1, 100_000)}
          {field('repeatDays', t('auto.repeat'), 0, 365)}
          {field('samplePercent', t('auto.sample'), 0, 100)}
        </div>
        <p className="t3 f12">{t('auto.always')}</p>
        <div className="rs-acts">
          <Button type="submit" busy={save.isPending}>
            {t('auto.saveGuards')}
          </Button>
        </div>
      </form>
    </Card>
  );
};

const useDelete = (): ((rule: AutoRule) => Promise<void>) => {
  const t = useText('resolve');
  const remove = useRouteMutation(deleteAutoRule, tell);
  return async (rule) => {
    if (!(await confirmDelete(rule.name, t('auto.deleteText')))) return;
    remove.mutate(
      { params: { id: rule.id } },
      { onSuccess: () => toast({ text: t('auto.deleted', { name: rule.name }) }) },
    );
  };
};

const useColumns = (): Column<AutoRule>[] => {
  const t = useText('resolve');
  const words = useText('platform');
  const names = useNames();
  const remove = useDelete();
  return [
    { key: 'name', title: t('auto.name'), render: (rule) => <b>{rule.name}</b> },
    {
      key: 'when',
      title: t('auto.kinds'),
      render: (rule) => (
        <>
          {rule.kinds.map((kind) => words(`kind.${kind}`)).join(' / ')}
          <div className="t3 f12">{rule.categoryKeys.map((key) => names.category(key) ?? key).join(' / ')}</div>
        </>
      ),
    },
    {
      key: 'sure',
      title: t('auto.confidence'),
      width: 120,
      numeric: true,
      render: (rule) => `${rule.leastConfidence}%`,
    },
    useEnabledColumn(),
    useDeleteColumn({ nameOf: (rule) => rule.name, onDelete: remove }),
  ];
};

type SwitchProps = { readonly setting: AutoSetting; readonly hasRule: boolean };

/** Off at one press; on only after a question, because from then on a machine speaks for the company. */
const MainSwitch = ({ setting, hasRule }: SwitchProps): ReactElement => {
  const t = useText('resolve');
  const change = useRouteMutation(changeAutoSetting, {
    ...tell,
    onDone: ({ setting: now }) =>
      toast({ text: t(now.enabled ? 'auto.turnedOn' : 'auto.turnedOff'), icon: now.enabled ? 'bolt' : 'pause' }),
  });
  const put = (enabled: boolean): void => change.mutate({ body: { ...setting, enabled } });
  const turnOn = async (): Promise<void> => {
    if (await confirmAction({ title: t('auto.turnOnTitle'), text: t('auto.turnOnText'), action: t('auto.turnOn') }))
      put(true);
  };
  return (
    <>
      <Badge tone={setting.enabled ? 'met' : 'hold'}>{t(setting.enabled ? 'auto.on' : 'auto.off')}</Badge>
      {setting.enabled ? (
        <Button tone="danger" icon="pause" busy={change.isPending} onClick={() => put(false)}>
          {t('auto.turnOff')}
        </Button>
      ) : (
        <Button
          tone="primary"
          icon="bolt"
          busy={change.isPending}
          disabled={!hasRule}
          {...(hasRule ? {} : { title: t('auto.firstRule') })}
          onClick={() => void turnOn()}
        >
          {t('auto.turnOn')}
        </Button>
      )}
    </>
  );
};

/** Which light cases are answered without a person, behind which guards, and how that goes. */
const AutoPage = (): ReactElement => {
  const t = useText('resolve');
  const [open, setOpen] = useState<AutoRule | 'new' | null>(null);
  const { data, error, refetch } = useRoute(readAutoAnswers, {});
  const trial = useRouteMutation(tryAutoAnswers, tell);
  const columns = useColumns();
  return (
    <Page
      title={t('auto.title')}
      note={t('auto.note')}
      actions={data ? <MainSwitch setting={data.setting} hasRule={data.rules.some((rule) => rule.enabled)} /> : null}
    >
      <Loaded data={data} error={error ?? undefined} onRetry={() => void refetch()}>
        {({ setting, rules, figures }) => (
          <div className="col" style={{ gap: 16 }}>
            <Figures figures={figures} />
            <Card
              title={t('auto.rules')}
              flush
              actions={
                <span className="row">
                  <Button
                    size="s"
                    icon="wand"
                    title={t('auto.tryNote')}
                    busy={trial.isPending}
                    disabled={rules.length === 0}
                    onClick={() => trial.mutate({ body: {} })}
                  >
                    {t('auto.try')}
                  </Button>
                  <Button size="s" icon="plus" onClick={() => setOpen('new')}>
                    {t('auto.create')}
                  </Button>
                </span>
              }
            >
              <DataTable
                label={t('auto.rules')}
                columns={columns}
                rows={rules}
                rowKey={(rule) => rule.id}
                rowName={(rule) => rule.name}
                onOpen={setOpen}
                empty={<Empty kind="first" icon="bolt" title={t('auto.none')} text={t('auto.noneText')} />}
              />
            </Card>
            {trial.data ? (
              <Card>
                <AutoTrial trial={trial.data} />
              </Card>
            ) : null}
            <Guards key={JSON.stringify(setting)} setting={setting} />
          </div>
        )}
      </Loaded>
      {open ? (
        <AutoDrawer
          key={open === 'new' ? 'new' : open.id}
          rule={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Page>
  );
};

export default AutoPage;
