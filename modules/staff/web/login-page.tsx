import { type FormEvent, type ReactElement, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Icon } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useSessionChange, useSessionState } from '#platform/web/session.tsx';
import { createSession, readSetup } from '../contract.ts';
import { EntryField, EntryFrame } from './entry-frame.tsx';

/** Only a place of this site: an address given by a link must not lead elsewhere after signing in. */
const placeAfter = (next: string | null): string => (next !== null && /^\/(?![/\\])/.test(next) ? next : '/');

const LoginForm = ({ onDone }: { readonly onDone: () => Promise<void> }): ReactElement => {
  const t = useText('staff');
  const textOf = useProblemText();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useRouteMutation(createSession, {
    onDone: () => void onDone(),
    onProblem: () => setPassword(''),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ body: { username, password } });
  };
  return (
    <form onSubmit={submit}>
      <h1>{t('login.title')}</h1>
      <p className="t2 f14 welcome">{t('login.welcome')}</p>
      <EntryField
        label={t('login.username')}
        value={username}
        onChange={setUsername}
        autoComplete="username"
        autoFocus
      />
      <EntryField
        label={t('login.password')}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        secret
      />
      {signIn.error ? <Banner tone="red">{textOf(signIn.error)}</Banner> : null}
      <Button tone="primary" type="submit" className="go" busy={signIn.isPending || signIn.isSuccess}>
        {t('login.submit')}
      </Button>
      <div className="col hints t3 f12">
        <span className="row">
          <Icon name="shield" size="s" />
          {t('login.lockHint')}
        </span>
        <span className="row">
          <Icon name="key" size="s" />
          {t('login.forgot')}
        </span>
      </div>
    </form>
  );
};

const LoginPage = (): ReactElement => {
  const t = useText('staff');
  const [search] = useSearchParams();
  const changed = useSessionChange();
  const { session } = useSessionState();
  const setup = useRoute(readSetup, {});
  const next = placeAfter(search.get('next'));
  if (setup.data?.needed) return <Navigate to="/setup" replace />;
  // Only this leads on: a second step after it would take away where the person has gone meanwhile.
  if (session) return <Navigate to={next} replace />;
  return (
    <EntryFrame title={t('login.title')}>
      <LoginForm onDone={changed} />
    </EntryFrame>
  );
};

export default LoginPage;
