import type { ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { deleteSession, presences, updateSession } from '#modules/staff/contract.ts';
import { call, isProblem, toProblem } from '#platform/web/api.ts';
import { chooseLanguage, languages, useLanguage, useText } from '#platform/web/i18n.ts';
import { settingEntries } from '#platform/web/module.ts';
import { Avatar } from '#platform/web/parts/avatar.tsx';
import { Menu, type MenuItem } from '#platform/web/parts/split-button.tsx';
import { problemText } from '#platform/web/problem-text.ts';
import { useCan, useSession, useSessionChange, useSessionState } from '#platform/web/session.tsx';
import { chooseTheme, themeChoices, useThemeChoice } from '#platform/web/theme-choice.ts';
import { toast } from '#platform/web/toast.ts';
import { openShortcuts } from '#platform/web/palette/open-state.ts';

const tell = (error: unknown): void => {
  toast({ text: problemText(toProblem(error)), icon: 'over' });
};

const useMenuItems = (): MenuItem[] => {
  const t = useText('app');
  const words = useText('platform');
  const { user } = useSession();
  const { retry } = useSessionState();
  const language = useLanguage();
  const theme = useThemeChoice();
  const navigate = useNavigate();
  const can = useCan();
  const hasSettings = settingEntries().some((entry) => can(entry.permission));
  const changed = useSessionChange();
  const signOut = async (): Promise<void> => {
    try {
      await call(deleteSession, {});
    } catch (error) {
      if (!isProblem(error) || error.status !== 401) return tell(error);
    }
    await changed();
    await navigate('/login');
  };
  const setPresence = (presence: (typeof presences)[number]): void => {
    call(updateSession, { body: { presence } }).then(retry, tell);
  };
  const setLanguage = (next: (typeof languages)[number]): void => {
    void chooseLanguage(next);
    call(updateSession, { body: { locale: next } }).catch(tell);
  };
  return [
    ...presences.map((presence) => ({
      key: presence,
      group: t('me.presence'),
      label: words(`presence.${presence}`),
      checked: user.presence === presence,
      onClick: () => setPresence(presence),
    })),
    ...themeChoices.map((choice) => ({
      key: choice,
      group: t('me.theme'),
      label: words(`theme.${choice}`),
      checked: theme === choice,
      onClick: () => chooseTheme(choice),
    })),
    ...languages.map((each) => ({
      key: each,
      group: t('me.language'),
      label: words(`language.${each}`),
      checked: language === each,
      onClick: () => setLanguage(each),
    })),
    ...(hasSettings
      ? [{ key: 'settings', label: t('settings.title'), onClick: () => void navigate('/settings') }]
      : []),
    { key: 'shortcuts', label: t('me.shortcuts'), keys: '?', onClick: openShortcuts },
    { key: 'out', label: t('me.signOut'), onClick: () => void signOut() },
  ];
};

export const AccountMenu = (): ReactElement => {
  const { user } = useSession();
  const t = useText('app');
  const items = useMenuItems();
  return (
    <Menu items={items} header={`${user.displayName} ${user.departmentName}`}>
      <button type="button" className="me" aria-label={`${t('me.title')}, ${user.displayName}`}>
        <Avatar name={user.displayName} size="l" presence={user.presence} decorative />
      </button>
    </Menu>
  );
};
