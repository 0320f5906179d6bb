import { type FormEvent, type ReactElement, useState } from 'react';
import { Link } from 'react-router';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Card, ErrorState, IconButton, Input, SkeletonRows, Tag } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { usePagedRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  addBatchChildren,
  type BatchChild,
  type BatchEvent,
  listBatchChildren,
  removeBatchChild,
} from '../contract.ts';

type Props = { readonly event: BatchEvent };

/** Numbers as people paste them: with hyphens, spaces, line breaks, commas. */
export const numbersIn = (text: string): string[] => [...new Set(text.match(/\d{3,6}-?\d{4,6}/g) ?? [])];

const AddChildren = ({ event }: Props): ReactElement => {
  const t = useText('collect');
  const [text, setText] = useState('');
  const numbers = numbersIn(text);
  const add = useRouteMutation(addBatchChildren, {
    onDone: ({ done, results }) => {
      const left = results.length - done;
      toast({ text: t(left > 0 ? 'batch.addedSome' : 'batch.added', { count: done, left }), icon: 'link' });
      setText('');
    },
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    if (numbers.length > 0) add.mutate({ params: { id: event.id }, body: { numbers } });
  };
  return (
    <form className="row batch-add" onSubmit={submit}>
      <Input
        aria-label={t('batch.addLabel')}
        placeholder={t('batch.addLabel')}
        value={text}
        onChange={(changed) => setText(changed.target.value)}
      />
      <Button type="submit" icon="plus" busy={add.isPending} disabled={numbers.length === 0}>
        {t('batch.add')}
      </Button>
    </form>
  );
};

const ChildRow = ({ child, onRemove }: { readonly child: BatchChild; readonly onRemove: (() => void) | undefined }) => {
  const t = useText('collect');
  return (
    <li className="row">
      <span className="sp batch-child">
        <Link className="el" to={`/tickets/${child.number}`}>
          {child.subject}
        </Link>
        <span className="row f12 t3">
          <span>{ticketNumber(child.number)}</span>
          <span className="el">{child.customerName}</span>
          {child.byMachine ? <span>{t('batch.joined')}</span> : null}
        </span>
      </span>
      <Tag line>{t(`ticket:state.${child.state}`)}</Tag>
      {onRemove ? (
        <IconButton
          icon="x"
          size="s"
          label={t('batch.remove', { number: ticketNumber(child.number) })}
          onClick={onRemove}
        />
      ) : null}
    </li>
  );
};

export const BatchChildren = ({ event }: Props): ReactElement => {
  const t = useText('collect');
  const children = usePagedRoute(listBatchChildren, (cursor) => ({
    params: { id: event.id },
    query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) },
  }));
  const remove = useRouteMutation(removeBatchChild, {
    onDone: (_event, { body }) => toast({ text: t('batch.removed', { number: ticketNumber(body.number) }) }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  return (
    <Card title={t('batch.list')} note={t('batch.listNote')}>
      {event.abilities.change ? <AddChildren event={event} /> : null}
      {children.problem ? <ErrorState problem={children.problem} onRetry={() => void children.refetch()} /> : null}
      {children.isPending ? <SkeletonRows rows={4} /> : null}
      {!children.isPending && children.items.length === 0 ? (
        <div className="f12 t3">{t('batch.noChildren')}</div>
      ) : null}
      <ul className="batch-children">
        {children.items.map((child) => (
          <ChildRow
            key={child.number}
            child={child}
            onRemove={
              event.abilities.change
                ? () => remove.mutate({ params: { id: event.id }, body: { number: child.number } })
                : undefined
            }
          />
        ))}
      </ul>
      {children.hasNextPage ? (
        <Button busy={children.isFetchingNextPage} onClick={() => void children.fetchNextPage()}>
          {t('batch.more')}
        </Button>
      ) : null}
    </Card>
  );
};
