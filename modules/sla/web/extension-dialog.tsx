import { type ReactElement, useState } from 'react';
import { useLocalName } from '#modules/ticket/web/index.ts';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, DialogField, DialogFrame, Input, Segmented, Select } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type ClockView, extendClock } from '../contract.ts';
import { ReasonLines } from './trace-popover.tsx';
import { useClockName } from './use-clock-name.ts';

const Dates = ({ from, to }: { readonly from: string; readonly to: string }): ReactElement => {
  const t = useText('sla');
  const format = useFormat();
  return (
    <dl className="sdates">
      <dt className="t3">{t('extend.from')}</dt>
      <dd title={format.full(from)}>{format.instant(from)}</dd>
      <dt className="t3">{t('extend.to')}</dt>
      <dd title={format.full(to)}>
        <b>{format.instant(to)}</b>
      </dd>
    </dl>
  );
};

type Extendable = ClockView['extendable'][number];

/** From when to when, and line by line why. */
const Outcome = ({ clock, spec }: { readonly clock: ClockView; readonly spec: Extendable }): ReactElement => {
  const t = useText('sla');
  return (
    <div className="col">
      <Dates from={clock.dueAt} to={spec.newDueAt} />
      <details className="f12">
        <summary className="ac">{t('extend.why')}</summary>
        <div className="strace" style={{ width: 'auto' }}>
          <ReasonLines lines={spec.trace} />
        </div>
      </details>
      {spec.needsApproval ? <Banner tone="blue">{t('extend.approval')}</Banner> : null}
      {spec.needsNotice ? <Banner tone="blue">{t('extend.notice')}</Banner> : null}
    </div>
  );
};

type Props = {
  readonly number: string;
  /** Clocks that can be extended now; at least one. */
  readonly clocks: readonly ClockView[];
  readonly first: string;
  readonly onClose: () => void;
};

/** Asks for more time: of which clock, which kind, until when, why; says who has to agree and that the customer is told. */
export const ExtensionDialog = ({ number, clocks, first, onClose }: Props): ReactElement | null => {
  const t = useText('sla');
  const nameOf = useClockName();
  const localName = useLocalName();
  const [chosenClock, setClock] = useState(first);
  const [chosen, setChosen] = useState('');
  const [reason, setReason] = useState('');
  const clock = clocks.find((one) => one.clock === chosenClock) ?? clocks[0];
  const spec = clock?.extendable.find((one) => one.id === chosen) ?? clock?.extendable[0];
  const ask = useRouteMutation(extendClock, {
    topics: ['tickets', 'approvals'],
    onDone: () => {
      toast({ text: t(spec?.needsApproval ? 'extend.asked' : 'extend.granted'), icon: 'clock' });
      onClose();
    },
  });
  if (!clock || !spec) return null;
  const kinds = clock.extendable.map((one) => ({ value: one.id, label: localName(one) }));
  return (
    <DialogFrame
      title={t('extend.title', { name: nameOf(clock) })}
      action={t(spec.needsApproval ? 'extend.ask' : 'extend.now')}
      busy={ask.isPending}
      ready={reason.trim().length > 1}
      problem={ask.error}
      onSubmit={() => ask.mutate({ params: { number, clock: clock.clock }, body: { extensionId: spec.id, reason } })}
      onClose={onClose}
    >
      {clocks.length > 1 ? (
        <DialogField label={t('panel')} htmlFor="sla-extend-clock">
          <Select
            id="sla-extend-clock"
            value={clock.clock}
            options={clocks.map((one) => ({ value: one.clock, label: nameOf(one) }))}
            onChange={setClock}
          />
        </DialogField>
      ) : null}
      {kinds.length > 1 ? (
        <Segmented label={t('extend.kind')} choices={kinds} value={spec.id} onChange={setChosen} />
      ) : (
        <b>{localName(spec)}</b>
      )}
      <Outcome clock={clock} spec={spec} />
      <DialogField label={t('extend.reason')} htmlFor="sla-extend-reason" hint={t('extend.reasonHint')}>
        <Input.TextArea
          id="sla-extend-reason"
          rows={3}
          maxLength={500}
          autoFocus
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};
