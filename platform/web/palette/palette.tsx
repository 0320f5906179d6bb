import { type KeyboardEvent, type ReactElement, useEffect, useId, useMemo, useState } from 'react';
import {
  type Action,
  type ActionContext,
  actionTitle,
  byOrder,
  findActions,
  matchWords,
  offeredActions,
  useRegisteredActions,
} from '../actions.ts';
import { useText } from '../i18n.ts';
import { webModules } from '../module.ts';
import { Icon } from '../parts/icon.tsx';
import { KeyHint } from '../parts/key-hint.tsx';
import { isComposing } from '../shortcuts.ts';
import { Sheet } from './sheet.tsx';

const searchDelayMs = 120;
const longestList = 40;

/** Objects found while typing; an answer that is overtaken is thrown away. */
const useFound = (query: string, context: ActionContext): { found: readonly Action[]; searching: boolean } => {
  const [state, setState] = useState<{ query: string; found: readonly Action[] }>({ query: '', found: [] });
  useEffect(() => {
    const controller = new AbortController();
    const searches = webModules()
      .flatMap((module) => module.paletteSearch ?? [])
      .filter((search) => context.can(search.permission));
    const look = async (): Promise<void> => {
      const answers = await Promise.allSettled(searches.map((search) => search.find(query, controller.signal)));
      const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [...answer.value] : []));
      if (!controller.signal.aborted) setState({ query, found });
    };
    const timer = setTimeout(() => void (query === '' ? setState({ query, found: [] }) : look()), searchDelayMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [query, context]);
  return { found: query === '' ? [] : state.found, searching: state.query !== query };
};

const Marked = ({ text, query }: { readonly text: string; readonly query: string }): ReactElement => {
  const marks = (matchWords(text, query) ?? []).toSorted((a, b) => a.from - b.from);
  const pieces: ReactElement[] = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.from < at) continue;
    pieces.push(<span key={`t${at}`}>{text.slice(at, mark.from)}</span>);
    pieces.push(<mark key={`m${mark.from}`}>{text.slice(mark.from, mark.to)}</mark>);
    at = mark.to;
  }
  return (
    <span className="el">
      {pieces}
      {text.slice(at)}
    </span>
  );
};

type HitProps = {
  readonly action: Action;
  readonly query: string;
  readonly id: string;
  readonly on: boolean;
  readonly onPick: () => void;
  readonly onPoint: () => void;
};

const Hit = ({ action, query, id, on, onPick, onPoint }: HitProps): ReactElement => (
  <div
    className={`hit ${on ? 'on' : ''}`}
    id={id}
    role="option"
    aria-selected={on}
    onClick={onPick}
    onMouseMove={on ? undefined : onPoint}
    ref={(element) => {
      if (on) element?.scrollIntoView({ block: 'nearest' });
    }}
  >
    <Icon name={action.icon} />
    <Marked text={actionTitle(action)} query={query} />
    {action.note ? <span className="t3 f12 nw">{action.note}</span> : null}
    <span className="sp" />
    {action.keys?.[0] ? <KeyHint keys={action.keys[0]} /> : null}
  </div>
);

const Foot = (): ReactElement => {
  const t = useText('platform');
  return (
    <div className="foot" aria-hidden="true">
      <span className="row">
        <KeyHint keys="Up" />
        <KeyHint keys="Down" />
        {t('palette.choose')}
      </span>
      <span className="row">
        <KeyHint keys="Enter" />
        {t('palette.run')}
      </span>
      <span className="row">
        <KeyHint keys="Mod+Enter" />
        {t('palette.preview')}
      </span>
      <span className="sp" />
      <span>{t('palette.permitted')}</span>
    </div>
  );
};

type PaletteProps = { readonly context: ActionContext; readonly onClose: () => void };

const useHits = (query: string, context: ActionContext) => {
  const { actions, subject } = useRegisteredActions();
  const { found, searching } = useFound(query, context);
  const hits = useMemo(() => {
    const offered = offeredActions(actions, context).filter(
      (action) => action.id !== 'palette' && action.within === undefined,
    );
    return [...findActions(offered, query), ...found].sort(byOrder).slice(0, longestList);
  }, [actions, context, query, found]);
  return { hits, subject, searching };
};

/** Ctrl K: the current object's actions first, then macros, places and what is found by the words. */
export const Palette = ({ context, onClose }: PaletteProps): ReactElement => {
  const t = useText('platform');
  const base = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const { hits, subject, searching } = useHits(query.trim(), context);
  const chosen = Math.min(at, hits.length - 1);
  const run = (action: Action | undefined, preview: boolean): void => {
    if (!action || (preview && !action.preview)) return;
    onClose();
    (preview ? action.preview : action.run)?.(context);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent)) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && hits.length > 0) {
      event.preventDefault();
      setAt((chosen + step + hits.length) % hits.length);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      run(hits[chosen], event.ctrlKey || event.metaKey);
    }
  };
  return (
    <Sheet label={t('palette.title')} onClose={onClose} onKeyDown={onKeyDown}>
      <div className="ask">
        <Icon name="search" size="l" className="t3" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${base}list`}
          aria-activedescendant={hits.length > 0 ? `${base}${chosen}` : undefined}
          aria-label={t('palette.placeholder')}
          placeholder={t('palette.placeholder')}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
        />
        {subject ? (
          <span className="tag">
            <Icon name={subject.icon} size="s" />
            {subject.label}
          </span>
        ) : null}
        <KeyHint keys="Esc" />
      </div>
      <div className="list" role="listbox" id={`${base}list`} aria-label={t('palette.title')}>
        {hits.map((action, index) => (
          <div key={`${action.id} ${index}`} role="presentation">
            {hits[index - 1]?.section === action.section ? null : (
              <div className="group" role="presentation">
                {t(`section.${action.section}`)}
              </div>
            )}
            <Hit
              action={action}
              query={query.trim()}
              id={`${base}${index}`}
              on={index === chosen}
              onPick={() => run(action, false)}
              onPoint={() => setAt(index)}
            />
          </div>
        ))}
      </div>
      {hits.length === 0 ? (
        <p className="why" role="status">
          {searching ? t('palette.searching') : t('palette.empty', { query })}
          <br />
          <span className="t3 f12">{t('palette.emptyHint')}</span>
        </p>
      ) : null}
      <Foot />
    </Sheet>
  );
};
