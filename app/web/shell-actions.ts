import { useMemo } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { chooseLanguage, languages, useLanguage, useText } from '#platform/web/i18n.ts';
import { settingEntries, webModules } from '#platform/web/module.ts';
import { undoLatest } from '#platform/web/toast.ts';
import { openPalette, openShortcuts } from '#platform/web/palette/open-state.ts';
import { useCan } from '#platform/web/session.tsx';
import { chooseTheme, themeChoices } from '#platform/web/theme-choice.ts';
import { railEntries } from './rail.tsx';

const placeActions = (can: (permission: string | undefined) => boolean): Action[] => [
  ...railEntries(can).map(({ namespace, path, item }): Action => ({
    id: `go:${path}`,
    titleKey: `${namespace}:${item.labelKey}`,
    icon: item.icon,
    section: 'go',
    priority: 1000 - item.order,
    ...(item.keys ? { keys: [item.keys] } : {}),
    run: ({ navigate }) => navigate(path),
  })),
  ...settingEntries().map((entry): Action => ({
    id: `go:${entry.path}`,
    titleKey: `${entry.namespace}:${entry.labelKey}`,
    icon: entry.icon,
    section: 'go',
    ...(entry.permission ? { permission: entry.permission } : {}),
    run: ({ navigate }) => navigate(entry.path),
  })),
];

/** The actions of every module, the places of the rail, and how the product looks. */
export const useShellActions = (): void => {
  const t = useText('app');
  const words = useText('platform');
  const language = useLanguage();
  const can = useCan();
  const actions = useMemo<Action[]>(
    () => [
      ...webModules().flatMap((module) => module.actions ?? []),
      ...placeActions(can),
      ...themeChoices.map((choice): Action => ({
        id: `theme:${choice}`,
        title: t('actions.theme', { name: words(`theme.${choice}`) }),
        icon: choice === 'dark' ? 'moon' : 'sun',
        section: 'view',
        run: () => chooseTheme(choice),
      })),
      ...languages
        .filter((each) => each !== language)
        .map((each): Action => ({
          id: `language:${each}`,
          title: t('actions.language', { name: words(`language.${each}`) }),
          icon: 'globe',
          section: 'view',
          run: () => void chooseLanguage(each),
        })),
      {
        id: 'shortcuts',
        title: t('me.shortcuts'),
        icon: 'info',
        keys: ['?'],
        section: 'view',
        priority: 1,
        run: openShortcuts,
      },
      {
        id: 'undo',
        title: t('actions.undo'),
        icon: 'undo',
        keys: ['Mod+Z'],
        // In a field the browser takes back what was typed.
        outsideFields: true,
        section: 'view',
        run: () => void undoLatest(),
      },
      {
        id: 'palette',
        title: t('actions.palette'),
        icon: 'search',
        keys: ['Mod+K'],
        section: 'view',
        run: openPalette,
      },
    ],
    [t, words, language, can],
  );
  useActions(actions);
};
