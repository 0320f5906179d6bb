import { type ReactElement, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { type Action, useActions } from '#platform/web/actions.ts';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Checkbox, DialogField, DialogFrame, Input, Loaded } from '#platform/web/parts/index.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { splitOff } from '../../contract.ts';

type DialogProps = { readonly number: string; readonly onClose: () => void };

/** The customer's messages of the newest page of the thread; the chosen ones become a ticket of their own. */
const SplitDialog = ({ number, onClose }: DialogProps): ReactElement => {
  const t = useText('resolve');
  const format = useFormat();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string[]>([]);
  const [subject, setSubject] = useState('');
  const thread = useRoute(ticketRoutes.thread, { params: { number }, query: { limit: 100 } });
  const split = useRouteMutation(splitOff, {
    onDone: (made) => {
      toast({ text: t('split.done', { number: ticketNumber(made.number) }), icon: 'branch' });
      onClose();
      void navigate(`/tickets/${made.number}`);
    },
  });
  const words = subject.trim() === '' ? {} : { subject: subject.trim() };
  return (
    <DialogFrame
      title={t('split.title', { number: ticketNumber(number) })}
      action={t('split.action')}
      busy={split.isPending}
      ready={chosen.length > 0}
      problem={split.error}
      onSubmit={() => split.mutate({ params: { number }, body: { messageIds: chosen, ...words } })}
      onClose={onClose}
    >
      <div className="col" role="group" aria-label={t('split.which')}>
        <span className="t2">{t('split.which')}</span>
        <Loaded data={thread.data} error={thread.error} onRetry={() => void thread.refetch()}>
          {({ items }) => (
            <>
              {items.flatMap((entry) =>
                entry.type === 'message' && entry.direction === 'in'
                  ? [
                      <Checkbox
                        key={entry.id}
                        checked={chosen.includes(entry.id)}
                        onChange={(event) =>
                          setChosen(
                            event.target.checked ? [...chosen, entry.id] : chosen.filter((id) => id !== entry.id),
                          )
                        }
                      >
                        <span className="t3 f12">{format.instant(entry.at)}</span> {entry.body.slice(0, 120)}
                      </Checkbox>,
                    ]
                  : [],
              )}
            </>
          )}
        </Loaded>
      </div>
      <DialogField label={t('split.subject')} htmlFor="split-subject" hint={t('split.subjectHint')}>
        <Input
          id="split-subject"
          maxLength={200}
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};

/** Nothing in the column; brings an action into the ticket's menu and palette. */
const SplitPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('resolve');
  const [open, setOpen] = useState(false);
  const may = useRoute(ticketRoutes.read, { params: { number } }).data?.abilities.pause ?? false;
  const actions = useMemo<Action[]>(
    () =>
      may
        ? [
            {
              id: 'resolve.split',
              title: t('split.action'),
              icon: 'branch',
              section: 'current',
              priority: 12,
              run: () => setOpen(true),
            },
          ]
        : [],
    [may, t],
  );
  useActions(actions);
  return open ? <SplitDialog number={number} onClose={() => setOpen(false)} /> : null;
};

export default SplitPanel;
