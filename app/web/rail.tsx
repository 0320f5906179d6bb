import type { ReactElement } from 'react';
import { NavLink } from 'react-router';
import { count } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { type RailItem, settingEntries, webModules } from '#platform/web/module.ts';
import { EchoMark } from '#platform/web/parts/echo-mark.tsx';
import { Icon, type IconName } from '#platform/web/parts/icon.tsx';
import { useCan } from '#platform/web/session.tsx';
import { AccountMenu } from './account-menu.tsx';

export type RailEntry = { readonly namespace: string; readonly path: string; readonly item: RailItem };

/** What stands on the rail for this person: what is not permitted is absent. */
export const railEntries = (can: (permission: string | undefined) => boolean): RailEntry[] =>
  webModules()
    .flatMap((module) =>
      module.routes.flatMap((route) =>
        route.rail && can(route.permission) ? [{ namespace: module.name, path: route.path, item: route.rail }] : [],
      ),
    )
    .toSorted((a, b) => a.item.order - b.item.order);

const Waiting = ({ use, label }: { readonly use: () => number | undefined; readonly label: string }) => {
  const waiting = use();
  if (!waiting) return null;
  return (
    <span className="cnt" title={`${label} ${waiting}`}>
      {count(waiting)}
    </span>
  );
};

type GoProps = { readonly to: string; readonly icon: IconName; readonly label: string; readonly wide?: boolean };

const Go = ({ to, icon, label, wide, children }: GoProps & { readonly children?: ReactElement | null }) => (
  <NavLink to={to} className={({ isActive }) => `go ${isActive ? 'on' : ''} ${wide ? 'wide' : ''}`}>
    <Icon name={icon} />
    <span>{label}</span>
    {children}
  </NavLink>
);

const ModuleGo = ({ entry }: { readonly entry: RailEntry }): ReactElement => {
  const t = useText(entry.namespace);
  const label = t(entry.item.labelKey);
  return (
    <Go to={entry.path} icon={entry.item.icon} label={label} wide={entry.item.wideOnly === true}>
      {entry.item.useCount ? <Waiting use={entry.item.useCount} label={label} /> : null}
    </Go>
  );
};

export const Rail = (): ReactElement => {
  const t = useText('app');
  const can = useCan();
  const hasSettings = settingEntries().some((entry) => can(entry.permission));
  return (
    <nav className="rail" aria-label={t('rail')}>
      <EchoMark />
      {railEntries(can).map((entry) => (
        <ModuleGo key={entry.path} entry={entry} />
      ))}
      <span className="sp" />
      {hasSettings ? <Go to="/settings" icon="gear" label={t('settings.title')} wide /> : null}
      <AccountMenu />
    </nav>
  );
};
