import { type ReactElement, useState } from 'react';
import { type ActionContext, actionTitle, findActions, offeredActions, useRegisteredActions } from '../actions.ts';
import { useText } from '../i18n.ts';
import { Icon } from '../parts/icon.tsx';
import { KeyHint } from '../parts/key-hint.tsx';
import { Sheet } from './sheet.tsx';

type Props = { readonly context: ActionContext; readonly onClose: () => void };

/** `?`: every key that works here, searchable; it reads the same actions as the palette. */
export const ShortcutSheet = ({ context, onClose }: Props): ReactElement => {
  const t = useText('platform');
  const [query, setQuery] = useState('');
  const { actions } = useRegisteredActions();
  const withKeys = offeredActions(actions, context).filter((action) => (action.keys ?? []).length > 0);
  const shown = findActions(withKeys, query.trim());
  return (
    <Sheet label={t('shortcuts.title')} onClose={onClose}>
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
      <div className="list" tabIndex={-1}>
        {shown.map((action, index) => (
          <div key={action.id}>
            {shown[index - 1]?.section === action.section ? null : (
              <h3 className="group">{t(`section.${action.section}`)}</h3>
            )}
            <div className="hit" style={{ cursor: 'default' }}>
              <Icon name={action.icon} />
              <span className="el">{actionTitle(action)}</span>
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
