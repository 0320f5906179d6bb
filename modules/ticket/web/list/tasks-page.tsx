import '../workbench.css';
import { type ReactElement, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { type Action, useActions } from '#platform/web/actions.ts';
import type { IconName } from '#platform/web/parts/icon-paths.ts';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Button,
  ClockBadge,
  type Column,
  DataTable,
  Empty,
  Page,
  Pill,
  runningClock,
} from '#platform/web/parts/index.ts';
import { usePagedRoute } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { ticketRoutes } from '../../contract.ts';
import { type TaskView, useFinishTask, useTaskTitle } from '../panels/tasks-panel.tsx';

/** A helper writes a result on a page of its own: he need not reach the ticket. */
const placeOf = (task: TaskView): string => {
  if (task.kind === 'helper') return `/help/${task.id}`;
  return task.kind === 'emergency' ? '/emergency' : `/tickets/${task.number}`;
};

const useTaskColumns = (): Column<TaskView>[] => {
  const t = useText('ticket');
  const navigate = useNavigate();
  const format = useFormat();
  const titleOf = useTaskTitle();
  const finish = useFinishTask();
  return [
    { key: 'title', title: t('task.what'), render: (task) => <b>{titleOf(task)}</b> },
    { key: 'number', title: t('column.number'), render: (task) => ticketNumber(task.number) },
    {
      key: 'who',
      title: t('assign.person'),
      render: (task) => [task.department.name, task.owner?.name].filter(Boolean).join('·'),
    },
    {
      key: 'due',
      title: t('task.due'),
      render: (task) => {
        const clock = runningClock({ dueAt: task.dueAt }, format.now);
        return <ClockBadge form={clock.form} ms={clock.ms} />;
      },
    },
    {
      key: 'done',
      title: '',
      render: (task) => (
        <Button
          size="s"
          icon="check"
          busy={finish.isPending}
          onClick={(event) => {
            event.stopPropagation();
            if (task.kind === 'helper' || task.kind === 'emergency') {
              void navigate(placeOf(task));
              return;
            }
            finish.mutate(
              { params: { id: task.id } },
              { onSuccess: () => toast({ text: t('task.finished', { title: titleOf(task) }) }) },
            );
          }}
        >
          {t('task.done')}
        </Button>
      ),
    },
  ];
};

const focusRow = (step: 1 | -1): void => {
  const rows = [...document.querySelectorAll<HTMLElement>('.page .ant-table-row')];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[at < 0 ? (step === 1 ? 0 : rows.length - 1) : at + step]?.focus();
};

/** The letters of every list, and whose tasks; Enter opens the row that has the focus. */
const useRowKeys = (show: (mine: boolean) => void): void => {
  const t = useText('ticket');
  const actions = useMemo(() => {
    const keys: readonly (readonly [title: string, icon: IconName, keys: string, run: () => void])[] = [
      ['list.next', 'down', 'J', () => focusRow(1)],
      ['list.previous', 'up', 'K', () => focusRow(-1)],
      ['task.mine', 'user', '1', () => show(true)],
      ['task.team', 'users', '2', () => show(false)],
    ];
    return keys.map(([title, icon, binding, run], index): Action => ({
      id: `tasks.${title}`,
      title: t(title),
      icon,
      keys: [binding],
      section: 'go',
      priority: 2000 - index,
      run,
    }));
  }, [t, show]);
  useActions(actions);
};

/** What colleagues ask of me and of my team, the most pressing first. */
const TasksPage = (): ReactElement => {
  const t = useText('ticket');
  const navigate = useNavigate();
  const titleOf = useTaskTitle();
  const columns = useTaskColumns();
  const [mine, setMine] = useState(true);
  useRowKeys(setMine);
  const list = usePagedRoute(
    ticketRoutes.tasks,
    (cursor) => ({ query: { mine, limit: 50, ...(cursor === undefined ? {} : { cursor }) } }),
    { topics: ['tickets', 'ticket'] },
  );
  return (
    <Page
      title={t('nav.tasks')}
      actions={
        <div className="row" role="group" aria-label={t('nav.tasks')}>
          <Pill on={mine} onClick={() => setMine(true)}>
            {t('task.mine')}
          </Pill>
          <Pill on={!mine} onClick={() => setMine(false)}>
            {t('task.team')}
          </Pill>
        </div>
      }
    >
      <div className="card scrollx">
        <DataTable
          label={t('nav.tasks')}
          rows={list.data ? list.items : undefined}
          rowKey={(task) => task.id}
          rowName={titleOf}
          error={list.problem}
          onRetry={() => void list.refetch()}
          onOpen={(task) => void navigate(placeOf(task))}
          empty={<Empty kind="done" title={t('task.allDone')} text={t('task.allDoneText')} />}
          columns={columns}
          {...(list.hasNextPage
            ? { more: { onMore: () => void list.fetchNextPage(), busy: list.isFetchingNextPage } }
            : {})}
        />
      </div>
    </Page>
  );
};

export default TasksPage;
