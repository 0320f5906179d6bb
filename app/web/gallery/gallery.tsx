import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { chooseLanguage, languages, useLanguage, useText } from '#platform/web/i18n.ts';
import { ActionHost } from '#platform/web/palette/action-host.tsx';
import { openPalette, openShortcuts } from '#platform/web/palette/open-state.ts';
import { PageHeader, Segmented } from '#platform/web/parts/index.ts';
import { chooseTheme, themeChoices, useThemeChoice } from '#platform/web/theme-choice.ts';
import { toast } from '#platform/web/toast.ts';
import { ColourCards, PeopleCards, TypeCard } from './basics.tsx';
import { ControlCards } from './control-cards.tsx';
import { useSamples } from './samples.ts';
import { LargeCards } from './large-cards.tsx';
import { ThreadCards } from './thread-cards.tsx';
import './gallery.css';

const useSampleActions = (): void => {
  const { action, say } = useSamples();
  const actions = useMemo<Action[]>(() => {
    const run = (title: string) => (): void => void toast({ text: title });
    return [
      {
        id: 'a',
        title: action.transfer,
        icon: 'swap',
        keys: ['A'],
        section: 'current',
        priority: 3,
        run: run(action.transfer),
      },
      {
        id: 't',
        title: action.task,
        icon: 'task',
        keys: ['T'],
        section: 'current',
        priority: 2,
        run: run(action.task),
      },
      {
        id: 'raise',
        title: action.raise,
        note: action.raiseNote,
        icon: 'flag',
        keys: ['Shift+1'],
        section: 'current',
        run: run(action.raise),
      },
      {
        id: 'macro',
        title: action.macro,
        note: action.macroNote,
        icon: 'bolt',
        section: 'macro',
        run: run(action.macro),
        preview: run(action.macroNote),
      },
      { id: 'help', title: say.shortcuts, icon: 'info', keys: ['?'], section: 'view', run: openShortcuts },
      { id: 'palette', title: say.palette, icon: 'search', keys: ['Mod+K'], section: 'view', run: openPalette },
    ];
  }, [action, say]);
  useActions(actions, { label: '3827-4165', icon: 'ticket' });
};

const Choices = (): ReactElement => {
  const t = useText('platform');
  const theme = useThemeChoice();
  const language = useLanguage();
  return (
    <>
      <Segmented
        label={t('theme.title')}
        value={theme}
        onChange={chooseTheme}
        choices={themeChoices.map((value) => ({ value, label: t(`theme.${value}`) }))}
      />
      <Segmented
        label={t('language.title')}
        value={language}
        onChange={(next) => void chooseLanguage(next)}
        choices={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
      />
    </>
  );
};

/** Every part in one place: the first thing to hold beside `10-components`, and a demonstration for whoever builds on. */
const Gallery = (): ReactElement => {
  const samples = useSamples();
  const [ready, setReady] = useState(false);
  useSampleActions();
  useEffect(() => setReady(true), []);
  return (
    <div className="app">
      <div className="page" data-ready={ready}>
        <PageHeader title={samples.title} note={samples.note} actions={<Choices />} />
        <main className="pb">
          <div className="gal">
            <div className="col">
              <ColourCards />
              <PeopleCards />
              <TypeCard />
            </div>
            <div className="col">
              <ControlCards />
            </div>
            <div className="col">
              <ThreadCards />
            </div>
          </div>
          <LargeCards />
        </main>
      </div>
      <ActionHost />
    </div>
  );
};

export default Gallery;
