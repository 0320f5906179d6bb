import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Checkbox, CopyButton, Input, Modal, Segmented } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { useSession } from '#platform/web/session.tsx';
import { createTokenRoute } from '../contract.ts';
import { fieldProblem, FormDrawer, FormField } from './form-drawer.tsx';

const expiries = ['expiry30', 'expiry90', 'expiry365', 'never'] as const;
type Expiry = (typeof expiries)[number];
const days: Record<Expiry, number | null> = { expiry30: 30, expiry90: 90, expiry365: 365, never: null };

const expiryAt = (expiry: Expiry): string | null => {
  const count = days[expiry];
  return count === null ? null : new Date(Date.now() + count * 86_400_000).toISOString();
};

const nouns = ['ticket', 'customer', 'template', 'import', 'board', 'outbox', 'rule', 'sla', 'spam', 'staff'];

/** What a program usually needs stands first; nouns that are not listed come last, by name. */
const inUsualOrder = (permissions: readonly string[]): string[] => {
  const place = (permission: string): number => {
    const found = nouns.indexOf(permission.split('.')[0] ?? '');
    return found < 0 ? nouns.length : found;
  };
  const afterReading = (permission: string): number => (permission.endsWith('.read') ? 0 : 1);
  return [...permissions].sort(
    (a, b) => place(a) - place(b) || afterReading(a) - afterReading(b) || a.localeCompare(b),
  );
};

/** `ticket.read` -> the words of that right. */
export const usePermissionName = (): ((permission: string) => string) => {
  const t = useText('staff');
  return (permission) => t(`permissions.${permission}`);
};

type DrawerProps = { readonly onClose: () => void; readonly onMade: (token: string) => void };

export const TokenDrawer = ({ onClose, onMade }: DrawerProps): ReactElement => {
  const t = useText('staff');
  const nameOf = usePermissionName();
  const { permissions } = useSession();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [expiry, setExpiry] = useState<Expiry>('expiry365');
  const create = useRouteMutation(createTokenRoute, { onDone: (made) => onMade(made.token) });
  return (
    <FormDrawer
      title={t('tokens.createTitle')}
      onClose={onClose}
      onSubmit={() => create.mutate({ body: { name, scopes, expiresAt: expiryAt(expiry) } })}
      submitLabel={t('tokens.create')}
      busy={create.isPending}
      problem={create.error}
    >
      <FormField
        id="token-name"
        label={t('tokens.name')}
        hint={t('tokens.nameHint')}
        problem={fieldProblem(create.error, 'name')}
      >
        <Input id="token-name" value={name} maxLength={60} required onChange={(event) => setName(event.target.value)} />
      </FormField>
      <FormField id="token-expiry" label={t('tokens.expires')} problem={fieldProblem(create.error, 'expiresAt')}>
        <Segmented
          label={t('tokens.expires')}
          choices={expiries.map((each) => ({ value: each, label: t(`tokens.${each}`) }))}
          value={expiry}
          onChange={setExpiry}
        />
      </FormField>
      <FormField id="token-scopes" label={t('tokens.scopes')} problem={fieldProblem(create.error, 'scopes')}>
        <Checkbox.Group<string>
          value={scopes}
          onChange={setScopes}
          options={inUsualOrder(permissions).map((each) => ({ value: each, label: nameOf(each) }))}
          style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(160px, 1fr))', gap: 8 }}
        />
      </FormField>
    </FormDrawer>
  );
};

/** The only moment at which the token can be read. */
export const MadeToken = ({
  token,
  onClose,
}: {
  readonly token: string;
  readonly onClose: () => void;
}): ReactElement => {
  const words = useText('platform');
  const t = useText('staff');
  return (
    <Modal
      open
      title={t('tokens.madeTitle')}
      closable={false}
      mask={{ closable: false }}
      footer={
        <Button tone="primary" onClick={onClose}>
          {t('tokens.done')}
        </Button>
      }
    >
      <Banner tone="amber" icon="key">
        {t('tokens.madeText')}
      </Banner>
      <div className="row wrap" style={{ marginTop: 12 }}>
        <code style={{ overflowWrap: 'anywhere' }}>{token}</code>
        <CopyButton text={token} label={words('copy')} />
      </div>
    </Modal>
  );
};
