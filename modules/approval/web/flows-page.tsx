import './approvals.css';
import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import {
  Button,
  type Column,
  confirmDelete,
  DataTable,
  Empty,
  Icon,
  Page,
  Tag,
  useDeleteColumn,
  useEnabledColumn,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { dropFlow, type Flow, listFlows } from '../contract.ts';
import { ConditionWords } from './condition-words.tsx';
import { FlowDrawer } from './flow-drawer.tsx';
import { FlowTrial } from './flow-trial.tsx';
import { kindWord, ruleWord, useLocalName } from './words.ts';

const useColumns = (): Column<Flow>[] => {
  const t = useText('approval');
  const nameOf = useLocalName();
  const drop = useRouteMutation(dropFlow, {
    onDone: () => toast({ text: t('flow.dropped') }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const askDrop = async (flow: Flow): Promise<void> => {
    if (await confirmDelete(nameOf(flow), t('flow.dropText', { count: flow.running })))
      drop.mutate({ params: { id: flow.id } });
  };
  return [
    { key: 'kind', title: t('flow.kind'), render: (flow) => <span className="nw">{kindWord(flow.kind)}</span> },
    { key: 'name', title: t('flow.name'), render: (flow) => <b>{nameOf(flow)}</b> },
    {
      key: 'when',
      title: t('flow.when'),
      render: (flow) => <ConditionWords kind={flow.kind} conditions={flow.conditions} />,
    },
    {
      key: 'levels',
      title: t('flow.levels'),
      render: (flow) => (
        <span className="row wrap" style={{ gap: 6 }}>
          {flow.levels.map((level, index) => (
            <Tag key={index}>
              {nameOf({ name: level.name, nameEn: level.nameEn })} · {ruleWord(level.rule)}
            </Tag>
          ))}
        </span>
      ),
    },
    { key: 'running', title: t('flow.running'), numeric: true, render: (flow) => flow.running },
    useEnabledColumn(),
    useDeleteColumn({ nameOf: nameOf, onDelete: askDrop }),
  ];
};

/** Which flow asks whom; tried from the top, the first that fits is taken. */
const FlowsPage = (): ReactElement => {
  const t = useText('approval');
  const nameOf = useLocalName();
  const flows = useRoute(listFlows, {});
  const [open, setOpen] = useState<Flow | 'new' | null>(null);
  const columns = useColumns();
  const kinds = flows.data?.kinds ?? [];
  return (
    <Page
      title={t('nav.flows')}
      note={t('flow.note')}
      actions={
        <Button tone="primary" icon="plus" onClick={() => setOpen('new')}>
          {t('flow.create')}
        </Button>
      }
    >
      <div className="card scrollx">
        <DataTable
          label={t('nav.flows')}
          columns={columns}
          rows={flows.data?.items}
          rowKey={(flow) => flow.id}
          rowName={nameOf}
          error={flows.error ?? undefined}
          onRetry={() => void flows.refetch()}
          onOpen={setOpen}
          empty={<Empty kind="first" icon="stamp" title={t('flow.first')} text={t('flow.firstText')} />}
        />
      </div>
      <p className="row f12 t3" style={{ margin: '12px 0' }}>
        <Icon name="info" size="s" />
        {t('flow.versions')}
      </p>
      <FlowTrial kinds={kinds} />
      {open ? (
        <FlowDrawer
          key={open === 'new' ? 'new' : `${open.id} ${open.version}`}
          flow={open === 'new' ? null : open}
          kinds={kinds}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Page>
  );
};

export default FlowsPage;
