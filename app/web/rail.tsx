import './rail.css';
import { type ReactElement, type RefObject, useEffect, useId, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import { count } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { type RailItem, settingEntries, webModules } from '#platform/web/module.ts';
import { EchoMark } from '#platform/web/parts/echo-mark.tsx';
import { Icon, type IconName } from '#platform/web/parts/icon.tsx';
import { KeyHint } from '#platform/web/parts/key-hint.tsx';
import { useCan } from '#platform/web/session.tsx';
import { AccountMenu } from './account-menu.tsx';
import { inRailOrder, isAt, planRail, type Section } from './rail-plan.ts';

export type RailEntry = { readonly namespace: string; readonly path: string; readonly item: RailItem };

/** Where this person may go: what is not permitted is absent. */
export const railEntries = (can: (permission: string | undefined) => boolean): RailEntry[] =>
  inRailOrder(
    webModules().flatMap((module) =>
      module.routes.flatMap((route) =>
        route.rail && can(route.permission) ? [{ namespace: module.name, path: route.path, item: route.rail }] : [],
      ),
    ),
  );

type WaitingProps = { readonly use: () => number | undefined; readonly label: string };

const Waiting = ({ use, label }: WaitingProps): ReactElement | null => {
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

/** Those that a wide rail shows itself are only on a phone behind "more". */
const narrowOnly = ({ item }: RailEntry): string => (item.rare === true ? '' : 'narrow');

/** Something waits at a place that is folded away: a dot, and its words for those who do not see it. */
const HiddenWaiting = ({ entry }: { readonly entry: RailEntry }): ReactElement | null => {
  const t = useText(entry.namespace);
  const waiting = entry.item.useCount?.();
  if (!waiting) return null;
  return (
    <span className={`raildot ${narrowOnly(entry)}`}>
      <span className="sr">{` ${t(entry.item.labelKey)} ${waiting}`}</span>
    </span>
  );
};

const MoreGo = ({ entry, onGo }: { readonly entry: RailEntry; readonly onGo: () => void }): ReactElement => {
  const t = useText(entry.namespace);
  const { icon, labelKey, keys, useCount } = entry.item;
  const label = t(labelKey);
  return (
    <NavLink to={entry.path} onClick={onGo} className={narrowOnly(entry)}>
      <Icon name={icon} />
      <span className="name">{label}</span>
      {useCount ? <Waiting use={useCount} label={label} /> : null}
      {keys ? <KeyHint keys={keys} /> : null}
    </NavLink>
  );
};

const MoreSections = ({
  sections,
  onGo,
}: {
  readonly sections: readonly Section<RailEntry>[];
  readonly onGo: () => void;
}): ReactElement => {
  const t = useText('app');
  return (
    <>
      {sections.map(({ group, entries }) => (
        <section key={group} className={entries.every((entry) => entry.item.rare !== true) ? 'narrow' : ''}>
          <h2>{t(`group.${group}`)}</h2>
          {entries.map((entry) => (
            <MoreGo key={entry.path} entry={entry} onGo={onGo} />
          ))}
        </section>
      ))}
    </>
  );
};

/** Closed by Escape before any screen takes that key for itself, and by every way of going elsewhere. */
const useClosing = (panel: RefObject<HTMLDivElement | null>, button: RefObject<HTMLButtonElement | null>): void => {
  const { pathname } = useLocation();
  useEffect(() => panel.current?.hidePopover(), [panel, pathname]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || panel.current?.matches(':popover-open') !== true) return;
      event.preventDefault();
      event.stopPropagation();
      panel.current.hidePopover();
      button.current?.focus();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [panel, button]);
};

/**
 * The places that have no room of their own, in the browser's own popover: a press beside it closes it, and its links
 * stay in the page while it is closed.
 */
const More = ({ sections }: { readonly sections: readonly Section<RailEntry>[] }): ReactElement | null => {
  const t = useText('app');
  const { pathname } = useLocation();
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useClosing(panel, button);
  const entries = sections.flatMap((section) => section.entries);
  if (entries.length === 0) return null;
  const here = entries.find((entry) => isAt(entry.path, pathname));
  const onlyNarrow = entries.every((entry) => entry.item.rare !== true);
  // Where a wide rail shows the place itself, "more" is not where one is.
  const hereClass = here === undefined ? '' : here.item.rare === true ? 'on' : 'narrowon';
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-current={here === undefined ? undefined : 'true'}
        className={`go more ${hereClass} ${onlyNarrow ? 'narrow' : ''}`}
      >
        <Icon name="dots" />
        <span>{t('more')}</span>
        {entries.map((entry) => (
          <HiddenWaiting key={entry.path} entry={entry} />
        ))}
      </button>
      <div id={id} ref={panel} popover="auto" className="railmore">
        <MoreSections sections={sections} onGo={() => panel.current?.hidePopover()} />
      </div>
    </>
  );
};

export const Rail = (): ReactElement => {
  const t = useText('app');
  const can = useCan();
  const hasSettings = settingEntries().some((entry) => can(entry.permission));
  const { shown, more } = planRail(railEntries(can));
  return (
    <nav className="rail" aria-label={t('rail')}>
      <EchoMark />
      {shown.map(({ group, entries }) => (
        <div key={group} className="railgroup" role="group" aria-label={t(`group.${group}`)}>
          {entries.map((entry) => (
            <ModuleGo key={entry.path} entry={entry} />
          ))}
        </div>
      ))}
      <More sections={more} />
      <span className="sp" />
      {hasSettings ? <Go to="/settings" icon="gear" label={t('settings.title')} wide /> : null}
      <AccountMenu />
    </nav>
  );
};
