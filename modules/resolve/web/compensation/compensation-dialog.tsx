import { type ReactElement, useState } from 'react';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, InputNumber, Segmented, Select } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { addCompensation, changeCompensation, compensationKinds, type CompensationLine } from '../../contract.ts';
import { toCents } from '../money.ts';

const currencies = ['CNY', 'HKD', 'USD', 'EUR', 'GBP', 'JPY'];

type DialogProps = {
  readonly number: string;
  /** The line to change; a new one without. */
  readonly line?: CompensationLine | undefined;
  readonly onClose: () => void;
};

export const CompensationDialog = ({ number, line, onClose }: DialogProps): ReactElement => {
  const t = useText('resolve');
  const [kind, setKind] = useState<CompensationLine['kind']>(line?.kind ?? 'refund');
  const [amount, setAmount] = useState<number | null>(line ? line.amountCents / 100 : null);
  const [currency, setCurrency] = useState(line?.currency ?? 'CNY');
  const [payee, setPayee] = useState(line?.payee ?? '');
  const [note, setNote] = useState(line?.note ?? '');
  const add = useRouteMutation(addCompensation, { topics: ['tickets'], onDone: onClose });
  const change = useRouteMutation(changeCompensation, { topics: ['tickets'], onDone: onClose });
  const amountCents = toCents(amount);
  const body = { kind, amountCents, currency, payee: payee.trim(), note: note.trim() };
  const submit = (): void =>
    line ? change.mutate({ params: { id: line.id }, body }) : add.mutate({ params: { number }, body });
  return (
    <DialogFrame
      title={t(line ? 'pay.editTitle' : 'pay.addTitle', { number: ticketNumber(number) })}
      action={t(line ? 'pay.save' : 'pay.add')}
      busy={add.isPending || change.isPending}
      ready={amountCents > 0}
      problem={add.error ?? change.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="col dialog-field">
        <span className="t2">{t('pay.kind')}</span>
        <Segmented
          label={t('pay.kind')}
          value={kind}
          onChange={setKind}
          choices={compensationKinds.map((each) => ({ value: each, label: t(`pay.kinds.${each}`) }))}
        />
      </div>
      <DialogField label={t('pay.amount')} htmlFor="pay-amount" hint={t('pay.amountHint')}>
        <span className="row">
          <InputNumber
            id="pay-amount"
            autoFocus
            min={0.01}
            precision={2}
            value={amount}
            onChange={setAmount}
            style={{ flex: 1 }}
          />
          <Select
            aria-label={t('pay.currency')}
            value={currency}
            onChange={setCurrency}
            options={currencies.map((each) => ({ value: each, label: each }))}
          />
        </span>
      </DialogField>
      <DialogField label={t('pay.payee')} htmlFor="pay-payee">
        <Input id="pay-payee" maxLength={120} value={payee} onChange={(event) => setPayee(event.target.value)} />
      </DialogField>
      <DialogField label={t('pay.note')} htmlFor="pay-note">
        <Input.TextArea
          id="pay-note"
          rows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};
