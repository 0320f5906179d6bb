import { type KeyboardEvent, type ReactElement, useId, useState } from 'react';
import { matchWords } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import { Sheet } from '#platform/web/palette/sheet.tsx';
import { Icon, KeyHint } from '#platform/web/parts/index.ts';
import { isComposing } from '#platform/web/shortcuts.ts';
import type { Macro } from '../../contract.ts';
import { useLocalName } from '../names.ts';
import { useMacrosFor, useStepWords } from './use-macros.ts';

type PickerProps = {
  /** Of the ticket; undefined for many tickets, which may have any. */
  readonly categoryKey?: string | null;
  readonly onPick: (macro: Macro) => void;
  readonly onClose: () => void;
};

const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

const useFound = (query: string, categoryKey: string | null | undefined): readonly Macro[] => {
  const words = useStepWords();
  return useMacrosFor(categoryKey).filter((macro) =>
    [macro.name, macro.nameEn, words(macro.steps)].some((text) => matchWords(text, query) !== null),
  );
};

/** `M`: the macros of this ticket; type to narrow, arrows to choose, Enter to look at what it would do. */
export const MacroPicker = ({ categoryKey, onPick, onClose }: PickerProps): ReactElement => {
  const t = useText('ticket');
  const base = useId();
  const nameOf = useLocalName();
  const words = useStepWords();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const found = useFound(query.trim(), categoryKey);
  const chosen = Math.min(at, found.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent)) return;
    const move = moves[event.key];
    const macro = found[chosen];
    if (move !== undefined && found.length > 0) setAt((chosen + move + found.length) % found.length);
    else if (event.key === 'Enter' && macro) onPick(macro);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Sheet label={t('macro.pick')} onClose={onClose} onKeyDown={onKeyDown}>
      <div className="ask">
        <Icon name="bolt" size="l" className="t3" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${base}list`}
          aria-activedescendant={found.length > 0 ? `${base}${chosen}` : undefined}
          aria-label={t('macro.pick')}
          placeholder={t('macro.pick')}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
        />
        <KeyHint keys="Esc" />
      </div>
      <div className="list" role="listbox" id={`${base}list`} aria-label={t('macro.pick')}>
        {found.map((macro, index) => (
          <div
            key={macro.id}
            id={`${base}${index}`}
            className={`hit ${index === chosen ? 'on' : ''}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => onPick(macro)}
            onMouseMove={index === chosen ? undefined : () => setAt(index)}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
          >
            <Icon name="bolt" />
            <span className="nw">{nameOf(macro)}</span>
            <span className="t3 f12 el">{words(macro.steps)}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? (
        <p className="why" role="status">
          {query.trim() === '' ? t('macro.none') : t('macro.noMatch')}
          <br />
          <span className="t3 f12">{t('macro.noneHint')}</span>
        </p>
      ) : null}
    </Sheet>
  );
};
