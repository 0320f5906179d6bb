import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Checkbox, DialogField, DialogFrame, Input } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type TicketFilter, ticketRoutes } from '../../contract.ts';

type DialogProps = {
  readonly query: TicketFilter;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
};

/** Keeps the filter of now under a name, for oneself or for everybody. */
export const ViewDialog = ({ query, onClose, onSaved }: DialogProps): ReactElement => {
  const t = useText('ticket');
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const add = useRouteMutation(ticketRoutes.addView, {
    onDone: (view) => {
      toast({ text: t('view.saved', { name: view.name }) });
      onSaved(view.id);
      onClose();
    },
  });
  return (
    <DialogFrame
      title={t('view.saveTitle')}
      action={t('platform:save')}
      busy={add.isPending}
      ready={name.trim() !== ''}
      problem={add.error}
      onSubmit={() => add.mutate({ body: { name, query, shared } })}
      onClose={onClose}
    >
      <DialogField label={t('view.name')} htmlFor="view-name">
        <Input id="view-name" autoFocus maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </DialogField>
      <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
        {t('view.shared')}
      </Checkbox>
    </DialogFrame>
  );
};
