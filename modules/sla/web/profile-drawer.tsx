import dayjs from 'dayjs';
import { type ReactElement, useState } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import {
  Badge,
  Banner,
  Button,
  Card,
  InstantPicker,
  Drawer,
  InputNumber,
  Select,
  Switch,
} from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { changeProfile, type ClockSpec, explainProfile, mostExtension, type ProfileView } from '../contract.ts';
import { ReasonLines } from './trace-popover.tsx';

type ClockProps = { readonly clock: ClockSpec; readonly onChange: (clock: ClockSpec) => void };

/** Whether a number that was written from memory has been looked up: until then it starts no clock. */
const Confirm = ({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}): ReactElement => {
  const t = useText('sla');
  return (
    <span className="row f12">
      <Switch size="small" checked={checked} aria-label={label} onChange={onChange} />
      {checked ? t('profile.confirmed') : <Badge tone="hold">{t('profile.draft')}</Badge>}
    </span>
  );
};

const ClockFields = ({ clock, onChange }: ClockProps): ReactElement => {
  const t = useText('sla');
  const language = useLanguage();
  const pick = (one: { name: string; nameEn: string }): string =>
    language === 'en' && one.nameEn ? one.nameEn : one.name;
  const most = mostExtension(clock.extensions);
  const flags = [
    clock.start === 'next_working' ? t('profile.nextWorking') : '',
    clock.unit.endsWith('minutes') ? '' : t(clock.firstDayCounted ? 'profile.firstDay' : 'profile.notFirstDay'),
    clock.restDayMovesOn ? t('profile.movesOn') : '',
    clock.unit.endsWith('minutes') ? '' : t(`profile.ends.${clock.endsAt}`),
  ].filter(Boolean);
  return (
    <Card
      title={pick(clock)}
      actions={
        <Confirm
          label={t('profile.confirm', { name: pick(clock) })}
          checked={clock.confirmed}
          onChange={(confirmed) => onChange({ ...clock, confirmed })}
        />
      }
    >
      <div className="row">
        <InputNumber
          min={1}
          max={525_600}
          value={clock.length}
          aria-label={t('profile.lengthOf', { name: pick(clock) })}
          style={{ width: 96 }}
          onChange={(length) => onChange({ ...clock, length: length ?? clock.length })}
        />
        <span className="t2">{t(`profile.unit.${clock.unit}`)}</span>
        <span className="sp" />
        <span className="f12 t3">
          {t(`profile.step.${clock.from}`)} → {t(`profile.step.${clock.until}`)}
        </span>
      </div>
      <div className="f12 t3">{flags.join(' · ')}</div>
      <div className="f12 t3">{clock.source}</div>
      {most > 0 ? (
        <div className="f12 t3">
          {t('profile.mostExtension', { amount: t(`profile.length.${clock.unit}`, { count: most }) })}
        </div>
      ) : null}
      {clock.extensions.map((one, at) => (
        <div key={one.id} className="row f12" style={{ marginTop: 8 }}>
          <span>
            {pick(one)} +{t(`profile.length.${clock.unit}`, { count: one.length })}
          </span>
          <span className="sp" />
          <Confirm
            label={t('profile.confirm', { name: pick(one) })}
            checked={one.confirmed}
            onChange={(confirmed) =>
              onChange({
                ...clock,
                extensions: clock.extensions.map((each, other) => (other === at ? { ...each, confirmed } : each)),
              })
            }
          />
        </div>
      ))}
    </Card>
  );
};

/** When a clock would end that began now, and why: what a change of a number means. */
const Trial = ({ profile }: { readonly profile: ProfileView }): ReactElement => {
  const t = useText('sla');
  const format = useFormat();
  const language = useLanguage();
  const { clocks } = profile.spec;
  const [clock, setClock] = useState(clocks[0]?.id ?? '');
  const [from, setFrom] = useState(() => dayjs(format.now));
  const found = useRoute(explainProfile, { params: { key: profile.key }, query: { clock, from: from.toISOString() } });
  return (
    <Card title={t('profile.trial')}>
      <div className="row" style={{ flexWrap: 'wrap' }}>
        <Select
          value={clock}
          aria-label={t('profile.clocks')}
          style={{ minWidth: 180 }}
          options={clocks.map((one) => ({
            value: one.id,
            label: language === 'en' && one.nameEn ? one.nameEn : one.name,
          }))}
          onChange={setClock}
        />
        <InstantPicker aria-label={t('profile.from')} value={from} onChange={setFrom} />
      </div>
      <div className="strace" style={{ width: 'auto' }}>
        <ReasonLines lines={found.data?.trace ?? []} />
      </div>
    </Card>
  );
};

type Props = { readonly profile: ProfileView; readonly onClose: () => void };

export const ProfileDrawer = ({ profile, onClose }: Props): ReactElement => {
  const t = useText('sla');
  const textOf = useProblemText();
  const language = useLanguage();
  const [spec, setSpec] = useState(profile.spec);
  const title = language === 'en' && spec.nameEn ? spec.nameEn : spec.name;
  const save = useRouteMutation(changeProfile, {
    onDone: (saved) => toast({ text: t('profile.saved', { name: title, version: saved.version }) }),
  });
  const changed = JSON.stringify(spec) !== JSON.stringify(profile.spec);
  const remedies = language === 'en' && spec.remedies.textEn ? spec.remedies.textEn : spec.remedies.text;
  return (
    <Drawer
      open
      title={title}
      size={560}
      onClose={onClose}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('platform:cancel')}</Button>
          <Button
            tone="primary"
            disabled={!changed}
            busy={save.isPending}
            onClick={() => save.mutate({ params: { key: profile.key }, body: { version: profile.version, spec } })}
          >
            {t('profile.save')}
          </Button>
        </div>
      }
    >
      <div className="scal">
        {save.error ? <Banner tone="red">{textOf(save.error)}</Banner> : null}
        {spec.sources.map((source) => (
          <div key={source.title} className="f12">
            <div>{source.title}</div>
            <div className="t3">
              {[t('profile.seen', { date: source.date }), source.note].filter(Boolean).join(' ')}
            </div>
          </div>
        ))}
        {spec.clocks.map((clock, at) => (
          <ClockFields
            key={clock.id}
            clock={clock}
            onChange={(next) =>
              setSpec({ ...spec, clocks: spec.clocks.map((one, other) => (other === at ? next : one)) })
            }
          />
        ))}
        <div className="row f12">
          <span>{t('profile.retention', { count: spec.retention.months })}</span>
          <span className="sp" />
          <Confirm
            label={t('profile.confirm', { name: t('profile.retention', { count: spec.retention.months }) })}
            checked={spec.retention.confirmed}
            onChange={(confirmed) => setSpec({ ...spec, retention: { ...spec.retention, confirmed } })}
          />
        </div>
        <div className="f12 t3">{t('profile.retentionNote')}</div>
        {remedies ? <div className="f12 t2">{t('profile.remedies', { text: remedies })}</div> : null}
        <div className="row wrap f12">
          <Switch
            size="small"
            checked={spec.conflictRule}
            aria-label={t('profile.conflict')}
            onChange={(conflictRule) => setSpec({ ...spec, conflictRule })}
          />
          <span>{t('profile.conflict')}</span>
          <span className="t3">{t('profile.conflictNote')}</span>
        </div>
        <Trial profile={profile} />
      </div>
    </Drawer>
  );
};
