import { type ReactElement, useState } from 'react';
import { useFormat, ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, Loaded } from '#platform/web/parts/index.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { mergeRoutes, type TicketDetail } from '../../contract.ts';

type ListProps = {
  readonly number: string;
  readonly chosen: string;
  readonly onChoose: (number: string) => void;
};

/** What one nearly always merges with stands there already: the other open tickets of this customer. */
const Candidates = ({ number, chosen, onChoose }: ListProps): ReactElement => {
  const t = useText('ticket');
  const format = useFormat();
  const merged = useRoute(mergeRoutes.merged, { params: { number } });
  return (
    <Loaded data={merged.data} error={merged.error} onRetry={() => void merged.refetch()}>
      {({ candidates }) =>
        candidates.length === 0 ? (
          <p className="t3 f12">{t('merge.noCandidates')}</p>
        ) : (
          <fieldset className="col" style={{ gap: 6, border: 0, padding: 0, margin: 0 }}>
            <legend className="f12 t2">{t('merge.candidates')}</legend>
            {candidates.map((each) => (
              <label key={each.number} className="row">
                <input
                  type="radio"
                  name="merge-into"
                  checked={chosen === each.number}
                  onChange={() => onChoose(each.number)}
                />
                <span className="el sp">{each.subject}</span>
                <span className="t3 f12">{`${ticketNumber(each.number)} · ${format.row(each.createdAt)}`}</span>
              </label>
            ))}
          </fieldset>
        )
      }
    </Loaded>
  );
};

type DialogProps = {
  readonly ticket: TicketDetail;
  /** The ticket that was proposed; empty when nobody proposed one. */
  readonly into: string;
  readonly onClose: () => void;
};

export const MergeDialog = ({ ticket, into: proposed, onClose }: DialogProps): ReactElement => {
  const t = useText('ticket');
  const [into, setInto] = useState(proposed);
  const undo = useRouteMutation(mergeRoutes.unmerge, { topics: ['tickets'] });
  const merge = useRouteMutation(mergeRoutes.merge, {
    topics: ['tickets'],
    onDone: (done) => {
      toast({
        text: t('merge.done', { number: ticketNumber(done.number), into: ticketNumber(done.into) }),
        icon: 'link',
        undo: () => undo.mutate({ params: { number: done.number } }),
      });
      onClose();
    },
  });
  return (
    <DialogFrame
      title={t('merge.title', { number: ticketNumber(ticket.number) })}
      action={t('action.merge')}
      busy={merge.isPending}
      ready={into.replace(/\D/g, '').length >= 8}
      problem={merge.error}
      onSubmit={() => merge.mutate({ params: { number: ticket.number }, body: { into, version: ticket.version } })}
      onClose={onClose}
    >
      <p className="t2">{t('merge.what')}</p>
      <Candidates number={ticket.number} chosen={into} onChoose={setInto} />
      <DialogField label={t('merge.number')} htmlFor="merge-number" hint={t('merge.hint')}>
        <Input
          id="merge-number"
          autoFocus
          inputMode="numeric"
          maxLength={40}
          value={into}
          onChange={(event) => setInto(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};
