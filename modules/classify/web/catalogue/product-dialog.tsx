import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, Select, Switch } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { addProduct, type CatalogueRow, changeProduct } from '../../contract.ts';
import { wordSeparators } from '../rule-draft.ts';

type DialogProps = { readonly product: CatalogueRow | null; readonly onClose: () => void };

const shortest = 2;

/** One product with the names that customers give it. */
export const ProductDialog = ({ product, onClose }: DialogProps): ReactElement => {
  const t = useText('classify');
  const words = useText('platform');
  const [name, setName] = useState(product?.name ?? '');
  const [nameEn, setNameEn] = useState(product?.nameEn ?? '');
  const [aliases, setAliases] = useState<string[]>([...(product?.aliases ?? [])]);
  const [retired, setRetired] = useState(product?.retired ?? false);
  const onDone = (saved: CatalogueRow): void => {
    toast({ text: t('catalogue.saved', { name: saved.name }) });
    onClose();
  };
  const add = useRouteMutation(addProduct, { onDone });
  const change = useRouteMutation(changeProduct, { onDone });
  const body = { name, nameEn, aliases, retired };
  return (
    <DialogFrame
      title={t(product ? 'catalogue.editTitle' : 'catalogue.addTitle')}
      action={words('save')}
      busy={add.isPending || change.isPending}
      ready={name.trim().length >= shortest}
      problem={add.error ?? change.error}
      onSubmit={() => (product ? change.mutate({ params: { id: product.id }, body }) : add.mutate({ body }))}
      onClose={onClose}
    >
      <DialogField label={t('catalogue.name')} htmlFor="product-name">
        <Input
          id="product-name"
          autoFocus
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </DialogField>
      <DialogField label={t('catalogue.nameEn')} htmlFor="product-name-en">
        <Input id="product-name-en" maxLength={60} value={nameEn} onChange={(event) => setNameEn(event.target.value)} />
      </DialogField>
      <DialogField label={t('catalogue.aliases')} htmlFor="product-aliases" hint={t('catalogue.aliasesHint')}>
        <Select
          id="product-aliases"
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[...wordSeparators]}
          value={aliases}
          onChange={(next: string[]) => setAliases(next)}
        />
      </DialogField>
      {product ? (
        <DialogField label={t('catalogue.retired')} htmlFor="product-retired" hint={t('catalogue.retiredHint')}>
          <span>
            <Switch id="product-retired" checked={retired} onChange={setRetired} />
          </span>
        </DialogField>
      ) : null}
    </DialogFrame>
  );
};
