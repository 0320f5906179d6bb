import type { ReactElement } from 'react';
import { number, percent, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Badge,
  type BadgeTone,
  Button,
  Card,
  type Column,
  confirmAction,
  DataTable,
  Empty,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { usePagedRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { activateModel, type LearnedField, listModels, type ModelSummary, rollBackModel } from '../../contract.ts';

const tones: Record<ModelSummary['state'], BadgeTone> = {
  active: 'met',
  old: 'hold',
  refused: 'near',
  candidate: 'info',
};

type Props = {
  readonly field: LearnedField;
  readonly compared: string | null;
  readonly onCompare: (model: ModelSummary | null) => void;
};

const useUse = () => {
  const t = useText('classify');
  const shared = {
    onDone: (model: ModelSummary) => toast({ text: t('models.inUse', { version: model.version }) }),
    onProblem: (problem: Parameters<typeof problemText>[0]) =>
      toast({ text: problemText(problem), icon: 'over' as const }),
  };
  return { activate: useRouteMutation(activateModel, shared), back: useRouteMutation(rollBackModel, shared) };
};

const useColumns = ({ compared, onCompare }: Props): Column<ModelSummary>[] => {
  const t = useText('classify');
  const format = useFormat();
  const { activate } = useUse();
  return [
    { key: 'version', title: t('models.version'), width: 64, render: (one) => <b>v{one.version}</b> },
    {
      key: 'state',
      title: t('models.state'),
      render: (one) => (
        <span className="row wrap" style={{ gap: 6 }}>
          <Badge tone={tones[one.state]}>{t(`models.states.${one.state}`)}</Badge>
          <span className="t3 f12">
            {t(`models.reasons.${one.reason}`, {
              before: one.compared?.before == null ? '—' : percent(one.compared.before),
              after: one.compared === null ? '—' : percent(one.compared.after),
            })}
          </span>
        </span>
      ),
    },
    { key: 'rows', title: t('accuracy.rows'), width: 76, numeric: true, render: (one) => number(one.rows) },
    {
      key: 'accuracy',
      title: t('accuracy.accuracy'),
      width: 76,
      numeric: true,
      render: (one) => percent(one.accuracy),
    },
    { key: 'coverage', title: t('models.alone'), width: 84, numeric: true, render: (one) => percent(one.coverage, 0) },
    {
      key: 'at',
      title: t('models.trainedAt'),
      render: (one) => <span className="t3 nw">{format.instant(one.trainedAt)}</span>,
    },
    {
      key: 'do',
      title: <span className="sr">{t('platform:more')}</span>,
      render: (one) =>
        one.state === 'active' ? null : (
          <span className="row" style={{ gap: 6 }}>
            <Button
              size="s"
              aria-pressed={compared === one.id}
              onClick={() => onCompare(compared === one.id ? null : one)}
            >
              {t('models.compare')}
            </Button>
            {one.usable ? (
              <Button size="s" onClick={() => activate.mutate({ params: { id: one.id } })}>
                {t('models.use')}
              </Button>
            ) : null}
          </span>
        ),
    },
  ];
};

const RollBack = ({ field }: { readonly field: LearnedField }): ReactElement => {
  const t = useText('classify');
  const { back } = useUse();
  const ask = async (): Promise<void> => {
    const yes = await confirmAction({
      title: t('models.backTitle'),
      text: t('models.backText'),
      action: t('models.back'),
    });
    if (yes) back.mutate({ params: { field } });
  };
  return (
    <Button size="s" icon="undo" busy={back.isPending} onClick={() => void ask()}>
      {t('models.back')}
    </Button>
  );
};

/** Every training with what became of it; the file of an old model stays for a while, so that one can go back. */
export const ModelsCard = (props: Props): ReactElement => {
  const t = useText('classify');
  const { field } = props;
  const columns = useColumns(props);
  const query = usePagedRoute(listModels, (cursor) => ({ query: { field, limit: 8, ...(cursor ? { cursor } : {}) } }));
  const canGoBack = query.items.some((one) => one.state === 'old' && one.usable);
  return (
    <Card
      title={t('models.title')}
      note={t('models.note')}
      flush
      line
      actions={canGoBack ? <RollBack field={field} /> : null}
    >
      <DataTable
        dense
        label={t('models.title')}
        columns={columns}
        rows={query.data ? query.items : undefined}
        rowKey={(one) => one.id}
        rowName={(one) => `v${one.version}`}
        error={query.problem}
        onRetry={() => void query.refetch()}
        empty={<Empty kind="first" icon="wand" title={t('models.none')} text={t('models.noneText')} />}
        {...(query.hasNextPage
          ? { more: { onMore: () => void query.fetchNextPage(), busy: query.isFetchingNextPage } }
          : {})}
      />
    </Card>
  );
};
