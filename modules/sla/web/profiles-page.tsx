import './calendars.css';
import { type ReactElement, useState } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Badge, DataTable, Icon, Page } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { listProfiles, type ProfileView } from '../contract.ts';
import { ProfileDrawer } from './profile-drawer.tsx';

const draftNumbers = ({ spec }: ProfileView): number =>
  spec.clocks.filter((clock) => !clock.confirmed).length +
  spec.clocks.flatMap((clock) => clock.extensions).filter((one) => !one.confirmed).length +
  (spec.retention.confirmed ? 0 : 1);

const ProfilesPage = (): ReactElement => {
  const t = useText('sla');
  const language = useLanguage();
  const format = useFormat();
  const profiles = useRoute(listProfiles, {});
  const [open, setOpen] = useState<string | null>(null);
  const chosen = profiles.data?.items.find((one) => one.key === open);
  const nameOf = ({ spec }: ProfileView): string => (language === 'en' && spec.nameEn ? spec.nameEn : spec.name);
  return (
    <Page title={t('nav.profiles')} note={t('profile.note')}>
      <div className="card scrollx">
        <DataTable
          label={t('nav.profiles')}
          rows={profiles.data?.items}
          rowKey={(one) => one.key}
          rowName={nameOf}
          error={profiles.error}
          onRetry={() => void profiles.refetch()}
          onOpen={(one) => setOpen(one.key)}
          columns={[
            { key: 'name', title: t('policy.name'), render: (one) => <b>{nameOf(one)}</b> },
            {
              key: 'clocks',
              title: t('profile.clocks'),
              render: (one) =>
                one.spec.clocks.map((clock) => t(`profile.length.${clock.unit}`, { count: clock.length })).join(', '),
            },
            { key: 'source', title: t('profile.source'), render: (one) => one.spec.sources[0]?.title ?? '' },
            {
              key: 'version',
              title: t('profile.version'),
              numeric: true,
              render: (one) => <span title={format.full(one.createdAt)}>{one.version}</span>,
            },
            {
              key: 'state',
              title: t('platform:enabled.title'),
              render: (one) =>
                one.confirmed ? (
                  <Badge tone="met">{t('profile.confirmed')}</Badge>
                ) : (
                  <Badge tone="hold">{t('profile.drafts', { count: draftNumbers(one) })}</Badge>
                ),
            },
          ]}
        />
      </div>
      <p className="row f12 t3" style={{ marginTop: 12 }}>
        <Icon name="info" size="s" />
        {t('profile.running')}
      </p>
      {chosen ? (
        <ProfileDrawer key={`${chosen.key} ${chosen.version}`} profile={chosen} onClose={() => setOpen(null)} />
      ) : null}
    </Page>
  );
};

export default ProfilesPage;
