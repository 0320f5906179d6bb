import { type ReactElement, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { type Action, useActions } from '#platform/web/actions.ts';
import type { ApiProblem } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Page } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { openTicketByStaff, type Receipt } from '../contract.ts';
import { EntryDone } from './entry-done.tsx';
import { bodyOf, type EntryDraft, freshDraft, keepDraft, readDraft } from './entry-draft.ts';
import { EntryFields } from './entry-fields.tsx';

const newKey = (): string => crypto.randomUUID();

/** After a failed try the words may have arrived all the same: other words then need another key. */
const changed = (draft: EntryDraft, part: Partial<EntryDraft>, problem: ApiProblem | null): EntryDraft => ({
  ...draft,
  ...part,
  key: problem ? newKey() : draft.key,
});

const useEntry = () => {
  const [draft, setDraft] = useState(() => readDraft(newKey()));
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const put = (next: EntryDraft): void => {
    setDraft(next);
    keepDraft(next);
  };
  const save = useRouteMutation(openTicketByStaff, {
    headers: { 'Idempotency-Key': draft.key },
    topics: ['ticket'],
    onDone: (saved) => {
      setReceipt(saved);
      put(freshDraft(newKey(), draft));
    },
  });
  const change = (part: Partial<EntryDraft>): void => {
    put(changed(draft, part, save.error));
    if (save.error) save.reset();
  };
  return { draft, change, save, receipt, next: () => setReceipt(null), clear: () => put(freshDraft(newKey(), draft)) };
};

/** What a caller or visitor says, written down while they speak; everything is reached with Tab and arrows. */
const EntryPage = (): ReactElement => {
  const t = useText('collect');
  const textOf = useProblemText();
  const navigate = useNavigate();
  const { draft, change, save, receipt, next, clear } = useEntry();
  const ready = draft.content.trim() !== '' && !save.isPending;
  const { mutate } = save;
  const actions = useMemo<Action[]>(() => {
    const submit: Action = {
      id: 'collect.entry.save',
      title: t('entry.save'),
      icon: 'check',
      keys: ['Mod+Enter'],
      section: 'current',
      enabled: () => ready,
      run: () => mutate({ body: bodyOf(draft) }),
    };
    const again: Action = {
      id: 'collect.create',
      title: t('entry.next'),
      icon: 'plus',
      keys: ['C'],
      section: 'create',
      run: next,
    };
    return [receipt ? again : submit];
  }, [t, mutate, draft, receipt, ready, next]);
  useActions(actions);
  return (
    <Page title={t('entry.title')} note={t('entry.note')}>
      {receipt ? (
        <EntryDone receipt={receipt} onOpen={() => void navigate(`/tickets/${receipt.number}`)} onNext={next} />
      ) : (
        <form
          className="card deskform"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) mutate({ body: bodyOf(draft) });
          }}
        >
          <div className="in">
            {save.error ? <Banner tone="red">{textOf(save.error)}</Banner> : null}
            <EntryFields draft={draft} onChange={change} problem={save.error} />
            <div className="row wrap">
              <Button tone="primary" size="l" type="submit" keys="Mod+Enter" disabled={!ready} busy={save.isPending}>
                {t('entry.save')}
              </Button>
              <Button tone="ghost" size="l" onClick={clear}>
                {t('entry.clear')}
              </Button>
              <span className="sp" />
              <span className="t3 f12">{t(draft.content.trim() === '' ? 'entry.needsContent' : 'entry.kept')}</span>
            </div>
          </div>
        </form>
      )}
    </Page>
  );
};

export default EntryPage;
