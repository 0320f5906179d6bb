import dayjs, { type Dayjs } from 'dayjs';
import { type ReactElement, useState } from 'react';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { InstantPicker, DialogField, DialogFrame, Input, Segmented } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { addCallBack } from '../../contract.ts';

type DialogProps = { readonly number: string; readonly onClose: () => void };

export const PlanDialog = ({ number, onClose }: DialogProps): ReactElement => {
  const t = useText('follow-up');
  const [when, setWhen] = useState<'now' | 'at'>('now');
  const [at, setAt] = useState<Dayjs>(() => dayjs().add(1, 'day').startOf('hour'));
  const [note, setNote] = useState('');
  const add = useRouteMutation(addCallBack, {
    topics: ['call-back', 'tickets'],
    onDone: () => {
      toast({ text: t('call.plan.done'), icon: 'phone' });
      onClose();
    },
  });
  return (
    <DialogFrame
      title={t('call.plan.title', { number: ticketNumber(number) })}
      action={t('call.panel.add')}
      busy={add.isPending}
      ready
      problem={add.error}
      onSubmit={() =>
        add.mutate({
          params: { number },
          body: { note: note.trim(), ...(when === 'at' ? { dueAt: at.toISOString() } : {}) },
        })
      }
      onClose={onClose}
    >
      <div className="col dialog-field">
        <span className="t2">{t('call.plan.when')}</span>
        <div>
          <Segmented
            label={t('call.plan.when')}
            value={when}
            onChange={setWhen}
            choices={(['now', 'at'] as const).map((value) => ({ value, label: t(`call.plan.${value}`) }))}
          />
        </div>
        {when === 'at' ? <InstantPicker aria-label={t('call.plan.at')} value={at} onChange={setAt} /> : null}
      </div>
      <DialogField label={t('call.plan.note')} htmlFor="call-note">
        <Input
          id="call-note"
          autoFocus
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};
