import { type ReactElement, useState } from 'react';
import { useRegisteredActions } from '#platform/web/actions.ts';
import { ApiProblem } from '#platform/web/api.ts';
import { Chart } from '#platform/web/chart.tsx';
import { useActionContext } from '#platform/web/palette/action-host.tsx';
import { openPalette, openShortcuts } from '#platform/web/palette/open-state.ts';
import {
  Avatar,
  Bar,
  BulkBar,
  Button,
  Card,
  confirmDelete,
  DataTable,
  Empty,
  ErrorState,
  SkeletonRows,
  Tag,
} from '#platform/web/parts/index.ts';
import { toast } from '#platform/web/toast.ts';
import { useSamples } from './samples.ts';

const problem = new ApiProblem({ code: 'system.database_away', status: 503, requestId: '7f3a91' });

const StateCards = (): ReactElement => {
  const { sections, states } = useSamples();
  return (
    <>
      <Card title={sections.states} line flush>
        <SkeletonRows rows={3} />
      </Card>
      <Card>
        <Empty kind="first" title={states.first[0] ?? ''} text={states.first[1] ?? ''}>
          <Button tone="primary">{states.first[2]}</Button>
          <Button>{states.first[3]}</Button>
        </Empty>
      </Card>
      <Card>
        <Empty kind="done" title={states.done[0] ?? ''} text={states.done[1] ?? ''}>
          <Button tone="primary" keys="G P">
            {states.done[2]}
          </Button>
        </Empty>
      </Card>
      <Card>
        <Empty kind="none" title={states.none[0] ?? ''} text={states.none[1] ?? ''}>
          <Button>{states.none[2]}</Button>
          <Button tone="ghost">{states.none[3]}</Button>
        </Empty>
      </Card>
      <Card>
        <ErrorState problem={problem} title={states.error} onRetry={() => toast({ text: states.error })} />
      </Card>
    </>
  );
};

type Person = {
  readonly name: string;
  readonly department: string;
  readonly role: string;
  readonly open: number;
  readonly limit: number;
};

const usePeople = (): Person[] => {
  const { table } = useSamples();
  return table.rows.map((row) => {
    const [name, department, role, open, limit] = row;
    return {
      name: String(name),
      department: String(department),
      role: String(role),
      open: Number(open),
      limit: Number(limit),
    };
  });
};

const TableCard = (): ReactElement => {
  const { sections, table } = useSamples();
  const people = usePeople();
  const [keys, setKeys] = useState<string[]>([people[1]?.name ?? '']);
  const load = (person: Person): ReactElement => (
    <span className="row">
      <Bar
        share={person.open / person.limit}
        width={92}
        label={person.name}
        {...(person.open >= person.limit ? { tone: 'near' as const } : {})}
      />
      <span className="f12 t2">
        {person.open} / {person.limit}
      </span>
    </span>
  );
  return (
    <Card title={sections.table} line flush>
      <DataTable
        label={table.label}
        rows={people}
        rowKey={(person) => person.name}
        rowName={(person) => person.name}
        selection={{ keys, onChange: setKeys }}
        onOpen={(person) => toast({ text: person.name })}
        columns={[
          {
            key: 'name',
            title: table.heads[0],
            render: (person) => (
              <span className="row">
                <Avatar name={person.name} presence="on" decorative />
                <b>{person.name}</b>
              </span>
            ),
          },
          { key: 'department', title: table.heads[1], render: (person) => person.department },
          { key: 'role', title: table.heads[2], render: (person) => <Tag>{person.role}</Tag> },
          { key: 'load', title: table.heads[3], render: load },
        ]}
      />
    </Card>
  );
};

const rising = [9, 8, 11, 10, 12, 11, 14, 13, 17, 19, 22, 24, 28, 31];

const ChartCards = (): ReactElement => {
  const { topics, chart, sections } = useSamples();
  const axis = rising.map((_value, index) => `9/${index + 9}`);
  const series = topics.map((name, at) => ({
    id: name,
    name,
    main: at === 0,
    values: at === 0 ? rising : rising.map((_value, day) => 12 - at + ((day * (at + 3)) % 4)),
  }));
  return (
    <>
      <Card title={sections.charts}>
        <Chart
          kind="line"
          title={chart.title}
          label={chart.label}
          axis={axis}
          series={series.slice(0, 5)}
          target={{ value: 20, label: chart.target }}
          onPointClick={({ seriesId }) => toast({ text: chart.clicked.replace('{{name}}', seriesId) })}
        />
      </Card>
      <Card>
        <Chart
          kind="horizontal"
          title={chart.barTitle}
          label={chart.bars}
          axis={chart.departments}
          series={[{ id: 'open', name: chart.series, values: [34, 21, 12, 4] }]}
        />
      </Card>
    </>
  );
};

const BulkCard = (): ReactElement => {
  const { actions } = useRegisteredActions();
  const context = useActionContext();
  const { say } = useSamples();
  const current = actions.filter((action) => action.section === 'current');
  return (
    <Card>
      <BulkBar count={2} actions={current} context={context} shown={1} onClose={() => toast({ text: say.toast })} />
    </Card>
  );
};

export const LargeCards = (): ReactElement => {
  const { sections, say } = useSamples();
  return (
    <div className="gal2">
      <StateCards />
      <TableCard />
      <ChartCards />
      <BulkCard />
      <Card title={sections.say}>
        <div className="row wrap">
          <Button onClick={() => toast({ text: say.toastText, undo: () => toast({ text: say.toast, icon: 'undo' }) })}>
            {say.toast}
          </Button>
          <Button tone="danger" onClick={() => void confirmDelete(say.confirmName)}>
            {say.confirm}
          </Button>
          <Button keys="Mod+K" onClick={openPalette}>
            {say.palette}
          </Button>
          <Button keys="?" onClick={openShortcuts}>
            {say.shortcuts}
          </Button>
        </div>
      </Card>
    </div>
  );
};
