import '../resolve.css';
import './flow.css';
import { type ReactElement, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { type Translate, useLanguage, useText } from '#platform/web/i18n.ts';
import {
  Badge,
  Banner,
  Button,
  confirmAction,
  Icon,
  Loaded,
  Menu,
  Segmented,
  useUnsavedPage,
} from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  dropWorkflowDraft,
  flowLimits,
  type FlowSpec,
  type FlowState,
  type FlowView,
  flowStates,
  readWorkflow,
  retireWorkflow,
  reviveWorkflow,
} from '../../contract.ts';
import { bothWords } from './blank-words.ts';
import { addAfter, addIn, changeStep, moveAcross, moveWithin, removeStep } from './edit-spec.ts';
import { FaultsList } from './faults-list.tsx';
import { FlowCanvas } from './flow-canvas.tsx';
import { FlowTrial } from './flow-trial.tsx';
import { localWord } from './flow-words.ts';
import { HeadPanel } from './head-panel.tsx';
import { StepPanel } from './step-panel.tsx';
import { useFlowEditor } from './use-flow-editor.ts';
import { VersionList } from './version-list.tsx';

const tabs = ['edit', 'faults', 'trial', 'versions'] as const;
type Tab = (typeof tabs)[number];

const isState = (where: string): where is FlowState => flowStates.some((state) => state === where);

type Editor = ReturnType<typeof useFlowEditor>;

const useSteps = (editor: Editor, t: Translate, select: (key: string | null) => void) => {
  const { spec, setSpec } = editor;
  const full = spec.steps.length >= flowLimits.steps;
  const added = ({ spec: next, key }: { spec: FlowSpec; key: string }): void => {
    setSpec(next);
    select(key);
  };
  const names = bothWords(t, 'flow.blank.step');
  return {
    addIn: (state: FlowState) => {
      if (!full) added(addIn(spec, state, names));
    },
    addAfter: (key: string) => {
      if (!full) added(addAfter(spec, key, names, bothWords(t, 'flow.blank.next')));
    },
    remove: (key: string) => {
      const before = spec;
      setSpec(removeStep(spec, key));
      select(null);
      toast({
        text: t('flow.removed'),
        undo: () => setSpec(before),
      });
    },
    move: (key: string, where: 'up' | 'down' | 'left' | 'right' | FlowState) => {
      if (isState(where)) setSpec(changeStep(spec, key, { state: where }));
      else if (where === 'up' || where === 'down') setSpec(moveWithin(spec, key, where === 'up' ? -1 : 1));
      else setSpec(moveAcross(spec, key, where === 'left' ? -1 : 1));
    },
  };
};

const runningOf = ({ kept }: Editor): number => kept.versions.reduce((sum, version) => sum + version.running, 0);

/** What ends a draft or the whole flow. */
const RareActs = ({ editor, letGo }: { readonly editor: Editor; readonly letGo: () => void }): ReactElement => {
  const t = useText('resolve');
  const navigate = useNavigate();
  const { kept, dirty } = editor;
  const drop = useRouteMutation(dropWorkflowDraft, {
    onDone: () => {
      letGo();
      void navigate('/settings/workflows');
    },
  });
  const retire = useRouteMutation(retireWorkflow, { onDone: editor.take });
  const running = runningOf(editor);
  const draft = kept.state === 'draft';
  const ask = async (title: string, text: string, action: string, run: () => void): Promise<void> => {
    if (await confirmAction({ title, text, action, danger: true })) run();
  };
  return (
    <Menu
      end
      items={[
        {
          key: 'drop',
          label: t('flow.dropDraft'),
          danger: true,
          disabled: !draft,
          onClick: () =>
            void ask(t('flow.dropDraft'), t('flow.dropDraftText'), t('flow.dropDraft'), () =>
              drop.mutate({ params: { id: kept.id } }),
            ),
        },
        {
          key: 'retire',
          label: t('flow.retire'),
          danger: true,
          disabled: kept.publishedNo === null || dirty,
          onClick: () =>
            void ask(t('flow.retire'), t('flow.retireText', { count: running }), t('flow.retire'), () =>
              retire.mutate({ params: { id: kept.id } }),
            ),
        },
      ]}
    >
      <Button tone="ghost" aria-label={t('flow.more')}>
        <Icon name="dots" />
      </Button>
    </Menu>
  );
};

type HeadProps = { readonly editor: Editor; readonly errors: number; readonly letGo: () => void };

const EditorHead = ({ editor, errors, letGo }: HeadProps): ReactElement => {
  const t = useText('resolve');
  const language = useLanguage();
  const { kept, spec, dirty } = editor;
  const running = runningOf(editor);
  const draft = kept.state === 'draft';
  const next = draft ? kept.no : kept.no + 1;
  return (
    <header className="ph wf-head">
      <Link to="/settings/workflows" className="btn g i0 s" aria-label={t('flow.backToList')}>
        <Icon name="left" />
      </Link>
      <h1 className="el">{localWord(language, spec)}</h1>
      <Badge tone={draft || dirty ? 'hold' : 'met'}>
        {draft || dirty ? t('flow.draftNo', { no: next }) : t('flow.inForce', { no: kept.no })}
      </Badge>
      <span className="t3 f12">
        {kept.publishedNo === null
          ? t('flow.neverPublished')
          : t('flow.staysBehind', { no: kept.publishedNo, count: running })}
      </span>
      <span className="sp" />
      {errors > 0 ? (
        <span className="row f12 amber">
          <Icon name="over" size="s" />
          {t('flow.errors', { count: errors })}
        </span>
      ) : null}
      <Button disabled={!dirty} busy={editor.busy} onClick={editor.save}>
        {t('flow.save')}
      </Button>
      <Button
        tone="primary"
        busy={editor.busy}
        disabled={errors > 0 || (!dirty && !draft)}
        onClick={() => void editor.publish().catch(() => undefined)}
      >
        {t('flow.publish', { no: next })}
      </Button>
      <RareActs editor={editor} letGo={letGo} />
    </header>
  );
};

type SideProps = {
  readonly editor: Editor;
  readonly selected: string | null;
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  readonly onSelect: (key: string | null) => void;
  readonly onTried: (keys: string[]) => void;
  readonly steps: ReturnType<typeof useSteps>;
  readonly onLook: (no: number) => void;
};

const EditSide = ({ editor, selected, onSelect, steps }: SideProps): ReactElement => {
  const t = useText('resolve');
  const { spec, setSpec } = editor;
  const step = spec.steps.find((one) => one.key === selected);
  if (!step) return <HeadPanel spec={spec} editable onChange={setSpec} />;
  return (
    <>
      <div className="rs-acts">
        <Button size="s" tone="ghost" icon="left" onClick={() => onSelect(null)}>
          {t('flow.wholeFlow')}
        </Button>
        <Button size="s" icon="plus" onClick={() => steps.addAfter(step.key)}>
          {t('flow.addNext')}
        </Button>
        <Button size="s" tone="danger" onClick={() => steps.remove(step.key)}>
          {t('flow.removeStep')}
        </Button>
      </div>
      <StepPanel
        key={step.key}
        spec={spec}
        step={step}
        editable
        onChange={(change) => setSpec(changeStep(spec, step.key, change))}
      />
    </>
  );
};

const Side = (props: SideProps): ReactElement => {
  const { editor, tab, onTab, onSelect, onTried, onLook } = props;
  const t = useText('resolve');
  const textOf = useProblemText();
  const revive = useRouteMutation(reviveWorkflow, {
    onDone: editor.take,
    onProblem: (problem) => toast({ text: textOf(problem), icon: 'info' }),
  });
  const { kept } = editor;
  return (
    <aside className="wf-side" aria-label={t('flow.side')}>
      <Segmented
        label={t('flow.side')}
        value={tab}
        onChange={onTab}
        choices={tabs.map((one) => ({ value: one, label: t(`flow.tab.${one}`) }))}
      />
      {tab === 'edit' ? <EditSide {...props} /> : null}
      {tab === 'faults' ? (
        <FaultsList
          spec={editor.spec}
          faults={editor.faults}
          onSelect={(key) => {
            onSelect(key);
            onTab('edit');
          }}
        />
      ) : null}
      {tab === 'trial' ? <FlowTrial spec={editor.spec} onTried={onTried} /> : null}
      {tab === 'versions' ? (
        <VersionList
          flow={kept}
          busy={revive.isPending}
          onLook={(no) => {
            if (editor.dirty) toast({ text: t('flow.saveFirst'), icon: 'info' });
            else onLook(no);
          }}
          onRevive={(no) => {
            if (editor.dirty) toast({ text: t('flow.saveFirst'), icon: 'info' });
            else revive.mutate({ params: { id: kept.id, no } });
          }}
        />
      ) : null}
    </aside>
  );
};

const EditorBody = ({
  flow,
  onLook,
}: {
  readonly flow: FlowView;
  readonly onLook: (no: number) => void;
}): ReactElement => {
  const t = useText('resolve');
  const textOf = useProblemText();
  const editor = useFlowEditor(flow);
  const letGo = useUnsavedPage(editor.dirty);
  const [selected, setSelected] = useState<string | null>(null);
  const [tab, setTab] = useState<Tab>('edit');
  const [tried, setTried] = useState<readonly string[]>([]);
  const steps = useSteps(editor, t, setSelected);
  const select = (key: string | null): void => {
    setSelected(key);
    setTab('edit');
  };
  return (
    <main className="page">
      <EditorHead
        editor={editor}
        letGo={letGo}
        errors={editor.faults.filter((fault) => fault.severity === 'error').length}
      />
      {editor.problem ? <Banner tone="red">{textOf(editor.problem)}</Banner> : null}
      <div className="wf">
        <FlowCanvas
          spec={editor.spec}
          faults={editor.faults}
          selected={selected}
          tried={tab === 'trial' ? tried : []}
          editable
          onSelect={select}
          onAddIn={steps.addIn}
          onAddAfter={steps.addAfter}
          onRemove={steps.remove}
          onMove={steps.move}
        />
        <Side
          editor={editor}
          selected={selected}
          tab={tab}
          onTab={setTab}
          onSelect={setSelected}
          onTried={setTried}
          steps={steps}
          onLook={onLook}
        />
      </div>
    </main>
  );
};

/** An older version: to look at, not to change. */
const OldVersion = ({ flow, onBack }: { readonly flow: FlowView; readonly onBack: () => void }): ReactElement => {
  const t = useText('resolve');
  const language = useLanguage();
  const [selected, setSelected] = useState<string | null>(null);
  const step = flow.spec.steps.find((one) => one.key === selected);
  const still = (): void => undefined;
  return (
    <main className="page">
      <header className="ph wf-head">
        <h1 className="el">{localWord(language, flow.spec)}</h1>
        <Badge tone="info">{t('flow.versionNo', { no: flow.no })}</Badge>
        <span className="sp" />
        <Button onClick={onBack}>{t('flow.backToNow')}</Button>
      </header>
      <div className="wf">
        <FlowCanvas
          spec={flow.spec}
          faults={[]}
          selected={selected}
          tried={[]}
          editable={false}
          onSelect={setSelected}
          onAddIn={still}
          onAddAfter={still}
          onRemove={still}
          onMove={still}
        />
        <aside className="wf-side" aria-label={t('flow.side')}>
          {step ? (
            <StepPanel key={step.key} spec={flow.spec} step={step} editable={false} onChange={still} />
          ) : (
            <HeadPanel spec={flow.spec} editable={false} onChange={still} />
          )}
        </aside>
      </div>
    </main>
  );
};

const FlowEditorPage = (): ReactElement => {
  const { id = '' } = useParams();
  const [no, setNo] = useState<number | null>(null);
  const query = no === null ? {} : { no };
  // What somebody edits is not replaced under his hands, and conflicts show when he saves; but he begins with what is
  // there now, not with what another visit left in the cache.
  const { data, error, refetch, isFetchedAfterMount } = useRoute(
    readWorkflow,
    { params: { id }, query },
    { staleMs: 0 },
  );
  return (
    <Loaded data={isFetchedAfterMount ? data : undefined} error={error} onRetry={() => void refetch()}>
      {(flow) =>
        no === null ? (
          <EditorBody key={flow.id} flow={flow} onLook={setNo} />
        ) : (
          <OldVersion key={flow.no} flow={flow} onBack={() => setNo(null)} />
        )
      }
    </Loaded>
  );
};

export default FlowEditorPage;
