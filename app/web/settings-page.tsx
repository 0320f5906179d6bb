import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { translate, useText } from '#platform/web/i18n.ts';
import { type OwnedSetting, settingEntries, settingGroups } from '#platform/web/module.ts';
import { Empty } from '#platform/web/parts/empty.tsx';
import { Icon } from '#platform/web/parts/icon.tsx';
import { Page } from '#platform/web/parts/page.tsx';
import { useCan } from '#platform/web/session.tsx';

const labelOf = (entry: OwnedSetting): string => translate(entry.namespace, entry.labelKey);

const usePermitted = (): OwnedSetting[] => {
  const can = useCan();
  return settingEntries().filter((entry) => can(entry.permission));
};

const SideList = ({ entries }: { readonly entries: readonly OwnedSetting[] }): ReactElement => {
  const t = useText('app');
  return (
    <>
      {settingGroups.map((group) => {
        const own = entries.filter((entry) => entry.group === group);
        if (own.length === 0) return null;
        return (
          <section key={group}>
            <h2>{t(`settings.group.${group}`)}</h2>
            {own.map((entry) => (
              <NavLink key={entry.path} to={entry.path} className={({ isActive }) => (isActive ? 'on' : '')}>
                <Icon name={entry.icon} size="s" />
                {labelOf(entry)}
              </NavLink>
            ))}
          </section>
        );
      })}
    </>
  );
};

/** The list of settings at the left, the chosen one beside it; a phone has the cards of the landing page instead. */
export const SettingsLayout = (): ReactElement => {
  const t = useText('app');
  const [query, setQuery] = useState('');
  const side = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    side.current?.querySelector('a.on')?.scrollIntoView({ block: 'nearest' });
  }, [pathname]);
  const entries = usePermitted().filter((entry) => labelOf(entry).toLowerCase().includes(query.toLowerCase()));
  return (
    <>
      <nav ref={side} className="side" aria-label={t('settings.title')}>
        <label className="inp">
          <Icon name="search" size="s" />
          <input
            value={query}
            placeholder={t('settings.search')}
            aria-label={t('settings.search')}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
        <SideList entries={entries} />
        {entries.length === 0 ? <p className="t3 f12">{t('settings.none')}</p> : null}
      </nav>
      <Outlet />
    </>
  );
};

export const SettingsLanding = (): ReactElement => {
  const t = useText('app');
  const entries = usePermitted();
  return (
    <Page title={t('settings.title')}>
      {entries.length === 0 ? <Empty kind="none" icon="lock" title={t('settings.none')} /> : null}
      {settingGroups.map((group) => {
        const own = entries.filter((entry) => entry.group === group);
        if (own.length === 0) return null;
        return (
          <section key={group} className="setgroup">
            <h2 className="h3">{t(`settings.group.${group}`)}</h2>
            <div className="setgrid">
              {own.map((entry) => (
                <Link key={entry.path} to={entry.path} className="card setcard">
                  <Icon name={entry.icon} size="l" className="ac" />
                  <span className="col">
                    <b>{labelOf(entry)}</b>
                    {entry.noteKey ? <span className="t3 f12">{translate(entry.namespace, entry.noteKey)}</span> : null}
                  </span>
                </Link>
              ))}
            </div>
          </section>
        );
      })}
    </Page>
  );
};
