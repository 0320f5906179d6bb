import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '#platform/web/api.ts';
import { ticketRoutes, type TicketDetail } from '../../contract.ts';
import { modeOf, nextWords, type Words } from './draft-words.ts';
import { putTicket } from '../use-ticket.ts';

const quietMs = 800;
const failedRetryMs = 5_000;

export type DraftState = 'none' | 'unsaved' | 'saved' | 'failed';

export type Draft = Words & {
  readonly savedAt: string | null;
  readonly state: DraftState;
  readonly write: (change: Partial<Words>) => void;
  /** Waits for a save that is under way, so that it cannot bring back what is sent now. */
  readonly settle: () => Promise<void>;
  readonly clear: () => void;
};

/** What is being written, kept on the server while it is written; a component of it belongs to one ticket (use `key`). */
export const useDraft = (ticket: TicketDetail): Draft => {
  const { number } = ticket;
  const mayReply = ticket.abilities.reply;
  const client = useQueryClient();
  const [words, setWords] = useState<Words>({ mode: ticket.draft?.mode ?? 'out', body: ticket.draft?.body ?? '' });
  const [savedAt, setSavedAt] = useState(ticket.draft?.savedAt ?? null);
  const [state, setState] = useState<DraftState>(ticket.draft ? 'saved' : 'none');
  const unsaved = useRef<Words | null>(null);
  const underWay = useRef<Promise<void>>(Promise.resolve());

  const save = useCallback(() => {
    const next = unsaved.current;
    if (!next) return;
    unsaved.current = null;
    const keep = async (): Promise<void> => {
      const params = { number };
      if (next.body.trim() === '') {
        await call(ticketRoutes.dropDraft, { params });
        putTicket(client, number, (known) => ({ ...known, draft: null }));
        return setState('none');
      }
      const saved = await call(ticketRoutes.saveDraft, { params, body: next });
      putTicket(client, number, (known) => ({ ...known, draft: { ...next, savedAt: saved.savedAt } }));
      setSavedAt(saved.savedAt);
      setState('saved');
    };
    underWay.current = underWay.current.then(keep).catch(() => {
      unsaved.current ??= next;
      setState('failed');
    });
  }, [client, number]);

  useEffect(() => {
    if (!unsaved.current) return undefined;
    const timer = setTimeout(save, state === 'failed' ? failedRetryMs : quietMs);
    return () => clearTimeout(timer);
  }, [words, state, save]);
  useEffect(() => save, [save]);

  const write = useCallback(
    (change: Partial<Words>) => {
      setWords((before) => {
        const next = nextWords(before, change, mayReply);
        unsaved.current = next;
        return next;
      });
      setState('unsaved');
    },
    [mayReply],
  );
  const clear = useCallback(() => {
    unsaved.current = null;
    setWords((before) => ({ ...before, body: '' }));
    setSavedAt(null);
    setState('none');
  }, []);
  const settle = useCallback(async () => {
    unsaved.current = null;
    await underWay.current;
  }, []);
  return { ...words, mode: modeOf(words.mode, mayReply), savedAt, state, write, settle, clear };
};
