import type { ReactElement, ReactNode } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Button, IconButton } from '#platform/web/parts/index.ts';

type ListProps<Item> = {
  readonly title: string;
  readonly add: string;
  readonly items: readonly Item[];
  readonly most: number;
  readonly editable: boolean;
  readonly onAdd: () => void;
  readonly onChange: (items: Item[]) => void;
  readonly line: (item: Item, change: (item: Item) => void, at: number) => ReactNode;
};

/** A list of a step: its lines, each with a button that takes it out, and one that adds a line. */
export const LineList = <Item,>(props: ListProps<Item>): ReactElement => {
  const { title, add, items, most, editable, onAdd, onChange, line } = props;
  const t = useText('resolve');
  return (
    <fieldset className="wf-list">
      <legend className="t2">
        {title} {items.length > 0 ? <span className="t3">{items.length}</span> : null}
      </legend>
      {items.map((item, at) => (
        <div key={at} className="wf-line">
          <div className="wf-line-in">{line(item, (next) => onChange(items.with(at, next)), at)}</div>
          {editable ? (
            <IconButton
              icon="x"
              size="s"
              label={t('flow.removeLine', { list: title, place: at + 1 })}
              onClick={() => onChange(items.toSpliced(at, 1))}
            />
          ) : null}
        </div>
      ))}
      {editable && items.length < most ? (
        <Button size="s" tone="ghost" icon="plus" onClick={onAdd}>
          {add}
        </Button>
      ) : null}
    </fieldset>
  );
};
