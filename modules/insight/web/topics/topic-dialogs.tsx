import { type ReactElement, type ReactNode, useState } from 'react';
import { openBatchEvent } from '#modules/collect/contract.ts';
import { openStates, type TicketState } from '#modules/ticket/contract.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Input, Modal, Select } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { changeTopic, listTopicTickets, mergeTopic, splitTopic, type Topic, type TopicDetail } from '../../contract.ts';
import { scopeOf, type TopicFilter } from './topics-filter.ts';

export type TopicDialog = 'rename' | 'merge' | 'split' | 'batch';

const tell = (problem: Parameters<typeof problemText>[0]): number =>
  toast({ text: problemText(problem), icon: 'over' });

type FrameProps = {
  readonly title: string;
  readonly action: string;
  readonly busy: boolean;
  readonly ready: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

const Frame = ({ title, action, busy, ready, onSubmit, onClose, children }: FrameProps): ReactElement => {
  const t = useText('platform');
  return (
    <Modal
      open
      width={440}
      title={title}
      onCancel={onClose}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form="topic-dialog" busy={busy} disabled={!ready}>
            {action}
          </Button>
        </div>
      }
    >
      <form
        id="topic-dialog"
        className="col topic-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) onSubmit();
        }}
      >
        {children}
      </form>
    </Modal>
  );
};

type DialogProps = { readonly detail: TopicDetail; readonly onClose: () => void };

const Rename = ({ detail, onClose }: DialogProps): ReactElement => {
  const t = useText('insight');
  const [label, setLabel] = useState(detail.label);
  const change = useRouteMutation(changeTopic, { onDone: onClose, onProblem: tell });
  return (
    <Frame
      title={t('topics.rename')}
      action={t('platform:save')}
      busy={change.isPending}
      ready={label.trim() !== '' || detail.named}
      onSubmit={() => change.mutate({ params: { id: detail.id }, body: { label: label.trim() } })}
      onClose={onClose}
    >
      <Input
        autoFocus
        maxLength={60}
        aria-label={t('topics.rename')}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
      <span className="t3 f12">{t('topics.renameHint')}</span>
    </Frame>
  );
};

type MergeProps = DialogProps & { readonly topics: readonly Topic[]; readonly onMoved: (id: string) => void };

const Merge = ({ detail, topics, onClose, onMoved }: MergeProps): ReactElement => {
  const t = useText('insight');
  const [into, setInto] = useState<string | undefined>(detail.similar[0]?.id);
  const merge = useRouteMutation(mergeTopic, {
    onDone: (kept) => {
      toast({ text: t('topics.mergeDone', { label: kept.label }), icon: 'merge' });
      onMoved(kept.id);
      onClose();
    },
    onProblem: tell,
  });
  return (
    <Frame
      title={t('topics.mergeInto')}
      action={t('topics.mergeDo')}
      busy={merge.isPending}
      ready={into !== undefined}
      onSubmit={() => {
        if (into !== undefined) merge.mutate({ params: { id: detail.id }, body: { into } });
      }}
      onClose={onClose}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('topics.mergeInto')}
        value={into}
        onChange={setInto}
        options={topics
          .filter((topic) => topic.id !== detail.id)
          .map((topic) => ({ value: topic.id, label: `${topic.label} ${topic.size}` }))}
      />
    </Frame>
  );
};

const Split = ({
  detail,
  onClose,
  onMoved,
}: DialogProps & { readonly onMoved: (id: string) => void }): ReactElement => {
  const t = useText('insight');
  const [label, setLabel] = useState('');
  const [word, setWord] = useState(detail.words[1] ?? '');
  const split = useRouteMutation(splitTopic, {
    onDone: (fresh) => {
      toast({ text: t('topics.splitDone', { count: fresh.moved }), icon: 'branch' });
      onMoved(fresh.id);
      onClose();
    },
    onProblem: tell,
  });
  return (
    <Frame
      title={t('topics.splitTitle', { label: detail.label })}
      action={t('topics.split')}
      busy={split.isPending}
      ready={label.trim() !== '' && word.trim() !== ''}
      onSubmit={() => split.mutate({ params: { id: detail.id }, body: { label, word } })}
      onClose={onClose}
    >
      <label className="t2" htmlFor="split-word">
        {t('topics.splitWord')}
      </label>
      <Input id="split-word" maxLength={40} value={word} onChange={(event) => setWord(event.target.value)} />
      <label className="t2" htmlFor="split-label">
        {t('topics.splitLabel')}
      </label>
      <Input
        id="split-label"
        autoFocus
        maxLength={60}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
    </Frame>
  );
};

const open: ReadonlySet<TicketState> = new Set(openStates);
const mostChildren = 200;

const Batch = ({ detail, filter, onClose }: DialogProps & { readonly filter: TopicFilter }): ReactElement => {
  const t = useText('insight');
  const [label, setLabel] = useState(detail.label);
  const tickets = useRoute(listTopicTickets, {
    params: { id: detail.id },
    query: { ...scopeOf(filter), limit: mostChildren },
  });
  const numbers = (tickets.data?.items ?? []).filter((one) => open.has(one.state)).map((one) => one.number);
  const start = useRouteMutation(openBatchEvent, {
    onDone: (event) => {
      toast({ text: t('topics.batchDone', { label: event.label }), icon: 'flag' });
      onClose();
    },
    onProblem: tell,
  });
  return (
    <Frame
      title={t('topics.batch')}
      action={t('topics.batch')}
      busy={start.isPending || tickets.isPending}
      ready={label.trim() !== '' && numbers.length > 0}
      onSubmit={() => start.mutate({ body: { label, numbers } })}
      onClose={onClose}
    >
      <Input
        autoFocus
        aria-label={t('topics.splitLabel')}
        maxLength={80}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
      <span className="t3 f12">
        {tickets.data && numbers.length === 0
          ? t('topics.batchNone')
          : t('topics.batchTitle', { count: numbers.length })}
      </span>
    </Frame>
  );
};

type AllProps = MergeProps & { readonly dialog: TopicDialog; readonly filter: TopicFilter };

export const TopicDialogs = ({ dialog, ...props }: AllProps): ReactElement => {
  if (dialog === 'rename') return <Rename detail={props.detail} onClose={props.onClose} />;
  if (dialog === 'merge') return <Merge {...props} />;
  if (dialog === 'split') return <Split detail={props.detail} onClose={props.onClose} onMoved={props.onMoved} />;
  return <Batch detail={props.detail} filter={props.filter} onClose={props.onClose} />;
};
