import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call, toProblem, type ApiProblem } from '#platform/web/api.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { invalidateTopics } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type MessageEntry, type TicketAction, ticketRoutes, type TicketDetail } from '../../contract.ts';
import { usePeople } from '../names.ts';
import { atLatestVersion } from '../latest-version.ts';
import { leadToMissing } from '../refusal.ts';
import { putTicket } from '../use-ticket.ts';
import type { Draft } from './use-draft.ts';
import type { useFiles } from './use-files.ts';

type Sending = {
  readonly ticket: TicketDetail;
  readonly draft: Draft;
  readonly files: ReturnType<typeof useFiles>;
  readonly latest: MessageEntry | undefined;
  /** False: a colleague writes at this moment, and the writer is asked first. */
  readonly mayGo: () => boolean;
  readonly onSent: (goOn: boolean) => void;
};

const useMentions = (): ((body: string) => string[]) => {
  const people = usePeople().data?.items ?? [];
  return (body) => people.filter((person) => body.includes(`@${person.displayName}`)).map((person) => person.id);
};

/** What the customer said after this writer had begun, also when he comes back to a draft of yesterday. */
const useMeanwhile = (draft: Draft, latest: MessageEntry | undefined) => {
  const writing = draft.mode === 'out' && draft.body.trim() !== '';
  const [since, setSince] = useState(draft.savedAt ?? latest?.at ?? '');
  const at = latest?.at;
  useEffect(() => {
    if (at !== undefined && (!writing || since === '')) setSince(at);
  }, [at, writing, since]);
  const news = writing && since !== '' && latest !== undefined && latest.at > since ? latest : undefined;
  return { news, acknowledge: () => setSince(at ?? '') };
};

export const useSend = ({ ticket, draft, files, latest, mayGo, onSent }: Sending) => {
  const t = useText('ticket');
  const client = useQueryClient();
  const mentionsIn = useMentions();
  const clientKey = useRef(crypto.randomUUID());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { news, acknowledge } = useMeanwhile(draft, latest);
  const ready = !busy && !files.busy && (draft.body.trim() !== '' || files.ids.length > 0);
  const { number } = ticket;

  const deliver = async (next: TicketAction | null): Promise<void> => {
    await draft.settle();
    const post = (version: number) => ({
      params: { number },
      body: {
        direction: draft.mode,
        body: draft.body.trim() || files.files.map((each) => each.name).join(', '),
        attachmentIds: files.ids,
        mentions: draft.mode === 'note' ? mentionsIn(draft.body) : [],
        clientKey: clientKey.current,
        ...(next ? { next: { action: next } } : {}),
        // A note harms nobody when the case has moved on; a reply or a step might.
        ...(draft.mode === 'out' ? { version } : {}),
      },
    });
    const reply = await atLatestVersion(client, ticket, (_now, version) =>
      call(ticketRoutes.addMessage, post(version)),
    );
    clientKey.current = crypto.randomUUID();
    draft.clear();
    files.clear();
    putTicket(client, number, () => reply.ticket);
    toast({ text: t(draft.mode === 'out' ? 'done.sent' : 'done.noted', { number: ticketNumber(number) }) });
    await invalidateTopics(client, ['tickets']);
  };

  const send = (next: TicketAction | null, goOn: boolean): void => {
    // A note harms nobody, whoever writes.
    if (!ready || (draft.mode === 'out' && !mayGo())) return;
    acknowledge();
    setBusy(true);
    setProblem(null);
    deliver(next)
      .then(() => onSent(goOn))
      .catch((error: unknown) => {
        const refused = toProblem(error);
        setProblem(refused);
        leadToMissing(refused);
        // The draft is written again: the server has dropped nothing, but the settled save was held back.
        draft.write({});
        void invalidateTopics(client, ['tickets']);
      })
      .finally(() => setBusy(false));
  };
  return { send, busy, ready, problem, news, acknowledge };
};
