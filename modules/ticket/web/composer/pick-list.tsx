import { type KeyboardEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Icon, type IconName } from '#platform/web/parts/index.ts';
import { isComposing } from '#platform/web/shortcuts.ts';

export type PickItem = { readonly key: string; readonly title: string; readonly note: string };

type PickListProps = {
  readonly label: string;
  readonly icon: IconName;
  readonly items: readonly PickItem[];
  readonly onPick: (item: PickItem) => void;
  readonly onClose: () => void;
  readonly empty: string;
};

const longest = 8;
const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** A list above the composer: type to narrow, arrows to choose, Enter to take, Escape to go back to the text. */
export const PickList = ({ label, icon, items, onPick, onClose, empty }: PickListProps): ReactElement => {
  const t = useText('platform');
  const base = useId();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => field.current?.focus(), []);
  const words = query.trim().toLowerCase();
  const found = items.filter((item) => `${item.title} ${item.note}`.toLowerCase().includes(words)).slice(0, longest);
  const chosen = Math.min(at, found.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent)) return;
    const move = moves[event.key];
    const item = found[chosen];
    if (move !== undefined && found.length > 0) setAt((chosen + move + found.length) % found.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && item) onPick(item);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="wpicklist" role="dialog" aria-label={label}>
      <div className="row ask">
        <Icon name={icon} className="t3" />
        <input
          ref={field}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${base}list`}
          aria-activedescendant={found.length > 0 ? `${base}${chosen}` : undefined}
          aria-label={label}
          placeholder={label}
          value={query}
          autoComplete="off"
          onKeyDown={onKeyDown}
          onBlur={onClose}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
        />
      </div>
      <div role="listbox" id={`${base}list`} aria-label={label}>
        {found.map((item, index) => (
          <div
            key={item.key}
            id={`${base}${index}`}
            role="option"
            aria-selected={index === chosen}
            className={index === chosen ? 'pick on' : 'pick'}
            // Before the field loses its focus, which would close the list.
            onMouseDown={(event) => {
              event.preventDefault();
              onPick(item);
            }}
            onMouseMove={() => setAt(index)}
          >
            <b>{item.title}</b>
            <span className="el t3">{item.note}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="t3 f12 none">{items.length === 0 ? empty : t('noData')}</p> : null}
    </div>
  );
};
