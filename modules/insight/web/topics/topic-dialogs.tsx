import { type ReactElement, useState } from 'react';
import { openBatchEvent } from '#modules/collect/contract.ts';
import { openStates, type TicketState } from '#modules/ticket/contract.ts';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, Select } from '#platform/web/parts/index.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { changeTopic, listTopicTickets, mergeTopic, splitTopic, type Topic, type TopicDetail } from '../../contract.ts';
import { scopeOf, type TopicFilter } from './topics-filter.ts';

export type TopicDialog = 'rename' | 'merge' | 'split' | 'batch';

type DialogProps = { readonly detail: TopicDetail; readonly onClose: () => void };

const Rename = ({ detail, onClose }: DialogProps): ReactElement => {
  const t = useText('insight');
  const [label, setLabel] = useState(detail.label);
  const change = useRouteMutation(changeTopic, { onDone: onClose });
  return (
    <DialogFrame
      title={t('topics.rename')}
      action={t('platform:save')}
      busy={change.isPending}
      ready={label.trim() !== '' || detail.named}
      problem={change.error}
      onSubmit={() => change.mutate({ params: { id: detail.id }, body: { label: label.trim() } })}
      onClose={onClose}
    >
      <DialogField label={t('topics.name')} htmlFor="topic-label" hint={t('topics.renameHint')}>
        <Input
          id="topic-label"
          autoFocus
          maxLength={60}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
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
  });
  return (
    <DialogFrame
      title={t('topics.mergeTitle', { label: detail.label })}
      action={t('topics.mergeDo')}
      busy={merge.isPending}
      ready={into !== undefined}
      problem={merge.error}
      onSubmit={() => {
        if (into !== undefined) merge.mutate({ params: { id: detail.id }, body: { into } });
      }}
      onClose={onClose}
    >
      <DialogField label={t('topics.mergeInto')} htmlFor="topic-into">
        <Select
          id="topic-into"
          autoFocus
          showSearch={{ optionFilterProp: 'label' }}
          value={into}
          onChange={setInto}
          options={topics
            .filter((topic) => topic.id !== detail.id)
            .map((topic) => ({ value: topic.id, label: `${topic.label} ${topic.size}` }))}
        />
      </DialogField>
    </DialogFrame>
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
  });
  return (
    <DialogFrame
      title={t('topics.splitTitle', { label: detail.label })}
      action={t('topics.split')}
      busy={split.isPending}
      ready={label.trim() !== '' && word.trim() !== ''}
      problem={split.error}
      onSubmit={() => split.mutate({ params: { id: detail.id }, body: { label, word } })}
      onClose={onClose}
    >
      <DialogField label={t('topics.splitWord')} htmlFor="split-word">
        <Input id="split-word" maxLength={40} value={word} onChange={(event) => setWord(event.target.value)} />
      </DialogField>
      <DialogField label={t('topics.splitLabel')} htmlFor="split-label">
        <Input
          id="split-label"
          autoFocus
          maxLength={60}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
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
  });
  return (
    <DialogFrame
      title={t('topics.batch')}
      action={t('topics.batch')}
      busy={start.isPending || tickets.isPending}
      ready={label.trim() !== '' && numbers.length > 0}
      problem={start.error}
      onSubmit={() => start.mutate({ body: { label, numbers } })}
      onClose={onClose}
    >
      <DialogField
        label={t('topics.batchName')}
        htmlFor="batch-label"
        hint={
          tickets.data && numbers.length === 0
            ? t('topics.batchNone')
            : t('topics.batchTitle', { count: numbers.length })
        }
      >
        <Input
          id="batch-label"
          autoFocus
          maxLength={80}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};

type AllProps = MergeProps & { readonly dialog: TopicDialog; readonly filter: TopicFilter };

export const TopicDialogs = ({ dialog, ...props }: AllProps): ReactElement => {
  if (dialog === 'rename') return <Rename detail={props.detail} onClose={props.onClose} />;
  if (dialog === 'merge') return <Merge {...props} />;
  if (dialog === 'split') return <Split detail={props.detail} onClose={props.onClose} onMoved={props.onMoved} />;
  return <Batch detail={props.detail} filter={props.filter} onClose={props.onClose} />;
};
