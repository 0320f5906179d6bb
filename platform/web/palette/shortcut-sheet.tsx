import { type KeyboardEvent, type ReactElement, useRef, useState } from 'react';
import {
  type ActionContext,
  actionTitle,
  findActions,
  isOffered,
  permittedActions,
  useRegisteredActions,
} from '../actions.ts';
import { useText } from '../i18n.ts';
import { Icon } from '../parts/icon.tsx';
import { KeyHint } from '../parts/key-hint.tsx';
import { Sheet } from './sheet.tsx';

/** Pixels; the input keeps the focus, so its arrows turn the page. */
const scrolls: Record<string, number> = { ArrowDown: 76, ArrowUp: -76, PageDown: 380, PageUp: -380 };

type Props = { readonly context: ActionContext; readonly onClose: () => void };

/** `?`: every key that works here, searchable; it reads the same actions as the palette. */
export const ShortcutSheet = ({ context, onClose }: Props): ReactElement => {
  const t = useText('platform');
  const [query, setQuery] = useState('');
  const { actions } = useRegisteredActions();
  // Keys that mean nothing at this moment (nothing is written yet) are learned here all the same.
  const withKeys = permittedActions(actions, context).filter((action) => (action.keys ?? []).length > 0);
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = scrolls[event.key];
    if (by === undefined) return;
    event.preventDefault();
    list.current?.scrollBy({ top: by });
  };
  const shown = findActions(withKeys, query.trim());
  return (
    <Sheet label={t('shortcuts.title')} onClose={onClose} onKeyDown={onKeyDown}>
      <div className="ask">
        <Icon name="search" size="l" className="t3" />
        <input
          aria-label={t('shortcuts.search')}
          placeholder={t('shortcuts.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <KeyHint keys="Esc" />
      </div>
      <div className="list" tabIndex={-1} ref={list}>
        {shown.map((action, index) => (
          <div key={action.id}>
            {shown[index - 1]?.section === action.section ? null : (
              <h3 className="group">{t(`section.${action.section}`)}</h3>
            )}
            <div className="hit" style={{ cursor: 'default' }}>
              <Icon name={action.icon} />
              <span className={isOffered(action, context) ? 'el' : 'el t3'}>{actionTitle(action)}</span>
              <span className="sp" />
              {(action.keys ?? []).map((keys) => (
                <KeyHint key={keys} keys={keys} spoken />
              ))}
            </div>
          </div>
        ))}
        {shown.length === 0 ? <p className="why">{t('shortcuts.empty')}</p> : null}
      </div>
      <div className="foot">{t('shortcuts.note')}</div>
    </Sheet>
  );
};
