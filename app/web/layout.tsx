import { type ReactElement, useEffect, useState } from 'react';
import { Outlet } from 'react-router';
import { rowInstant, useNow } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { reconnectLive, useLiveInvalidation, useLiveState } from '#platform/web/live.ts';
import { Banner } from '#platform/web/parts/banner.tsx';
import { ActionHost } from '#platform/web/palette/action-host.tsx';
import { Rail } from './rail.tsx';
import { useShellActions } from './shell-actions.ts';

const quietMs = 2_000;

/** A short break of the line is nobody's concern; a longer one says from when the content is. */
const LostBanner = (): ReactElement | null => {
  const t = useText('platform');
  const { status, since } = useLiveState();
  const now = useNow();
  const [shown, setShown] = useState(false);
  const lost = status === 'lost';
  useEffect(() => {
    const timer = setTimeout(() => setShown(lost), lost ? quietMs : 0);
    return () => clearTimeout(timer);
  }, [lost]);
  if (!lost || !shown) return null;
  return (
    <Banner tone="amber" icon="cloud" action={{ label: t('live.reconnect'), onClick: reconnectLive }}>
      {t('live.lost', { time: rowInstant(new Date(since).toISOString(), now) })}
    </Banner>
  );
};

export const Layout = (): ReactElement => {
  useLiveInvalidation();
  useShellActions();
  return (
    <div className="app">
      <Rail />
      <div className="page">
        <LostBanner />
        <div className="stagearea">
          <Outlet />
        </div>
      </div>
      <ActionHost />
    </div>
  );
};
