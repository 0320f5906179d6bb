import type { ReactElement } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { hasText, useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Avatar, ClockBadge, KeyHint, runningClock } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { ticketRoutes, type TicketDetail } from '../../contract.ts';
import { openDialog } from '../dialog-state.ts';
import { tellProblem, useTicket } from '../use-ticket.ts';
import { PanelSection } from './panel-section.tsx';

export type TaskView = TicketDetail['tasks'][number];

/** A task somebody wrote carries its own words; one that the system set, a key. */
export const useTaskTitle = (): ((task: TaskView) => string) => {
  const t = useText('ticket');
  return ({ kind, titleKey }) =>
    kind !== 'manual' && hasText('ticket', `tasks.${titleKey}`) ? t(`tasks.${titleKey}`) : titleKey;
};

export const useFinishTask = () =>
  useRouteMutation(ticketRoutes.finishTask, { topics: ['tickets'], onProblem: tellProblem });

const TaskRow = ({ task }: { readonly task: TaskView }): ReactElement => {
  const t = useText('ticket');
  const format = useFormat();
  const titleOf = useTaskTitle();
  const finish = useFinishTask();
  const who = task.owner?.name ?? task.department.name;
  const clock = runningClock({ dueAt: task.dueAt }, format.now);
  return (
    <li className="row wtask">
      <input
        type="checkbox"
        checked={task.doneAt !== null}
        disabled={task.doneAt !== null || finish.isPending}
        aria-label={t('task.finish', { title: titleOf(task) })}
        onChange={() => finish.mutate({ params: { id: task.id } })}
      />
      <Avatar name={who} size="s" />
      <span className="el sp" title={titleOf(task)}>
        {titleOf(task)} <span className="t3 f12">{task.department.name}</span>
      </span>
      {task.doneAt ? <ClockBadge form="met" text={t('task.done')} /> : <ClockBadge form={clock.form} ms={clock.ms} />}
    </li>
  );
};

const TasksPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('ticket');
  const ticket = useTicket(number).data;
  // Help of other departments stands in a section of its own, with its results.
  const tasks = ticket?.tasks.filter((task) => task.kind !== 'helper') ?? [];
  if (!ticket || (tasks.length === 0 && !ticket.abilities.note)) return null;
  const done = tasks.filter((task) => task.doneAt !== null).length;
  return (
    <PanelSection
      title={t('panel.tasks')}
      note={tasks.length > 0 ? t('task.progress', { done, all: tasks.length }) : null}
      end={
        ticket.abilities.note ? (
          <button type="button" className="t3 f12 row" style={{ gap: 4 }} onClick={() => openDialog({ kind: 'task' })}>
            <KeyHint keys="T" />
            {t('task.new')}
          </button>
        ) : null
      }
    >
      {tasks.length > 0 ? (
        <ul>
          {tasks.map((task) => (
            <TaskRow key={task.id} task={task} />
          ))}
        </ul>
      ) : null}
    </PanelSection>
  );
};

export default TasksPanel;
