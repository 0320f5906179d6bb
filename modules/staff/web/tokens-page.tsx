import { type ReactElement, useState } from 'react';
import { useFormat, useNow } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Badge, Button, type Column, confirmAction, DataTable, Empty, Page, Tag } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { listTokens, revokeTokenRoute, type TokenItem } from '../contract.ts';
import { MadeToken, TokenDrawer, usePermissionName } from './token-drawer.tsx';

type Standing = 'live' | 'expired' | 'revoked';

const standingOf = (token: TokenItem, now: Date): Standing => {
  if (token.revokedAt !== null) return 'revoked';
  return token.expiresAt !== null && new Date(token.expiresAt) <= now ? 'expired' : 'live';
};

const tones = { live: 'met', expired: 'hold', revoked: 'over' } as const;

const useRevoke = (): ((token: TokenItem) => Promise<void>) => {
  const t = useText('staff');
  const revoke = useRouteMutation(revokeTokenRoute, {
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  return async (token) => {
    const sure = await confirmAction({
      title: t('tokens.revokeTitle', { name: token.name }),
      text: t('tokens.revokeText'),
      action: t('tokens.revoke'),
      danger: true,
    });
    if (!sure) return;
    revoke.mutate(
      { params: { id: token.id } },
      { onSuccess: () => toast({ text: t('tokens.revokeDone', { name: token.name }) }) },
    );
  };
};

const useColumns = (): Column<TokenItem>[] => {
  const t = useText('staff');
  const words = useText('platform');
  const nameOf = usePermissionName();
  const format = useFormat();
  const now = useNow();
  const revoke = useRevoke();
  return [
    {
      key: 'name',
      title: t('tokens.name'),
      render: (token) => (
        <span className="col">
          <b>{token.name}</b>
          <span className="t3 f12">{token.personName}</span>
        </span>
      ),
    },
    {
      key: 'scopes',
      title: t('tokens.scopes'),
      width: 320,
      render: (token) => (
        <span className="row wrap" style={{ gap: 4 }}>
          {token.scopes.map((scope) => (
            <Tag key={scope}>{nameOf(scope)}</Tag>
          ))}
        </span>
      ),
    },
    {
      key: 'used',
      title: t('tokens.used'),
      render: (token) => (token.usedAt === null ? t('tokens.unused') : format.row(token.usedAt)),
    },
    {
      key: 'expires',
      title: t('tokens.expires'),
      render: (token) =>
        token.expiresAt === null ? (
          t('tokens.never')
        ) : (
          <span title={format.full(token.expiresAt)}>{format.day(token.expiresAt)}</span>
        ),
    },
    {
      key: 'status',
      title: t('tokens.status'),
      render: (token) => {
        const standing = standingOf(token, now);
        return <Badge tone={tones[standing]}>{t(`tokens.${standing}`)}</Badge>;
      },
    },
    {
      key: 'revoke',
      title: <span className="sr">{words('more')}</span>,
      width: 80,
      render: (token) =>
        standingOf(token, now) === 'live' ? (
          <Button tone="danger" size="s" onClick={() => void revoke(token)}>
            {t('tokens.revoke')}
          </Button>
        ) : null,
    },
  ];
};

const TokensPage = (): ReactElement => {
  const t = useText('staff');
  const now = useNow();
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const { data, error, refetch } = useRoute(listTokens, {});
  const columns = useColumns();
  const live = data?.items.filter((token) => standingOf(token, now) === 'live').length ?? 0;
  const onMade = (token: string): void => {
    setCreating(false);
    setMade(token);
  };
  return (
    <Page
      title={t('tokens.title')}
      note={data ? t('tokens.note', { count: live }) : null}
      actions={
        <Button tone="primary" icon="plus" onClick={() => setCreating(true)}>
          {t('tokens.create')}
        </Button>
      }
    >
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('tokens.title')}
          columns={columns}
          rows={data?.items}
          rowKey={(token) => token.id}
          rowName={(token) => token.name}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={<Empty kind="first" icon="key" title={t('tokens.first')} text={t('tokens.firstText')} />}
        />
      </div>
      {creating ? <TokenDrawer onClose={() => setCreating(false)} onMade={onMade} /> : null}
      {made !== null ? <MadeToken token={made} onClose={() => setMade(null)} /> : null}
    </Page>
  );
};

export default TokensPage;
