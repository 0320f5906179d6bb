import '../rules.css';
import { type ReactElement, useState } from 'react';
import { number } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Badge,
  Banner,
  Button,
  Card,
  type Column,
  confirmDelete,
  DataTable,
  Empty,
  Form,
  Page,
  Select,
  Tag,
  useDeleteColumn,
} from '#platform/web/parts/index.ts';
import { problemText, useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  type CatalogueRow,
  changeNumberPatterns,
  deleteProduct,
  type NumberPatterns,
  readCatalogue,
} from '../../contract.ts';
import { ProductDialog } from './product-dialog.tsx';

const useColumns = (): Column<CatalogueRow>[] => {
  const t = useText('classify');
  const remove = useRouteMutation(deleteProduct, {
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const ask = async (product: CatalogueRow): Promise<void> => {
    if (await confirmDelete(product.name, t('catalogue.deleteText'))) remove.mutate({ params: { id: product.id } });
  };
  return [
    { key: 'name', title: t('catalogue.name'), render: (one) => <b>{one.name}</b> },
    {
      key: 'aliases',
      title: t('catalogue.aliases'),
      render: (one) => (
        <span className="row wrap" style={{ gap: 4 }}>
          {[one.nameEn, ...one.aliases].filter(Boolean).map((name) => (
            <Tag key={name}>{name}</Tag>
          ))}
        </span>
      ),
    },
    { key: 'tickets', title: t('catalogue.tickets'), width: 84, numeric: true, render: (one) => number(one.tickets) },
    {
      key: 'state',
      title: t('rules.state'),
      width: 96,
      render: (one) => (
        <Badge tone={one.retired ? 'hold' : 'met'}>{t(one.retired ? 'catalogue.retired' : 'catalogue.active')}</Badge>
      ),
    },
    useDeleteColumn({ nameOf: (one) => one.name, onDelete: ask }),
  ];
};

const kinds = ['orderPatterns', 'trackingPatterns'] as const;

const Patterns = ({ stored }: { readonly stored: NumberPatterns }): ReactElement => {
  const t = useText('classify');
  const words = useText('platform');
  const textOf = useProblemText();
  const [draft, setDraft] = useState<NumberPatterns>(stored);
  const save = useRouteMutation(changeNumberPatterns, {
    onDone: () => toast({ text: t('catalogue.patternsSaved') }),
  });
  const isChanged = kinds.some((kind) => draft[kind].join('\n') !== stored[kind].join('\n'));
  return (
    <Card title={t('catalogue.patterns')} note={t('catalogue.patternsNote')}>
      <Form layout="vertical" onFinish={() => save.mutate({ body: draft })}>
        {save.error ? <Banner tone="red">{textOf(save.error)}</Banner> : null}
        {kinds.map((kind) => (
          <Form.Item key={kind} label={t(`catalogue.${kind}`)} htmlFor={kind} extra={t('catalogue.patternHint')}>
            <Select
              id={kind}
              mode="tags"
              open={false}
              suffixIcon={null}
              value={draft[kind]}
              onChange={(next: string[]) => setDraft({ ...draft, [kind]: next })}
            />
          </Form.Item>
        ))}
        <Button tone="primary" type="submit" busy={save.isPending} disabled={!isChanged}>
          {words('save')}
        </Button>
      </Form>
    </Card>
  );
};

/** What the company sells and how its numbers look, so that both are found in every text. */
const CataloguePage = (): ReactElement => {
  const t = useText('classify');
  const { data, error, refetch } = useRoute(readCatalogue, {});
  const [open, setOpen] = useState<CatalogueRow | 'new' | null>(null);
  const columns = useColumns();
  return (
    <Page
      title={t('nav.catalogue')}
      note={t('catalogue.note')}
      actions={
        <Button tone="primary" icon="plus" onClick={() => setOpen('new')}>
          {t('catalogue.add')}
        </Button>
      }
    >
      <div className="col" style={{ gap: 14 }}>
        <div className="card" style={{ overflow: 'hidden' }}>
          <DataTable
            label={t('nav.catalogue')}
            columns={columns}
            rows={data?.products}
            rowKey={(one) => one.id}
            rowName={(one) => one.name}
            onOpen={setOpen}
            error={error ?? undefined}
            onRetry={() => void refetch()}
            empty={<Empty kind="first" icon="shop" title={t('catalogue.first')} text={t('catalogue.firstText')} />}
          />
        </div>
        {data ? (
          <Patterns
            key={JSON.stringify([data.orderPatterns, data.trackingPatterns])}
            stored={{ orderPatterns: data.orderPatterns, trackingPatterns: data.trackingPatterns }}
          />
        ) : null}
      </div>
      {open === null ? null : <ProductDialog product={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Page>
  );
};

export default CataloguePage;
