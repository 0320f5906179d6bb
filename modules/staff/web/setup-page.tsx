import { type FormEvent, type ReactElement, useState } from 'react';
import { Navigate, useNavigate } from 'react-router';
import type { ApiProblem } from '#platform/web/api.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Banner, Button } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useSessionChange } from '#platform/web/session.tsx';
import { readSetup, runSetup } from '../contract.ts';
import { EntryField, EntryFrame } from './entry-frame.tsx';

const problemOf = (problem: ApiProblem | null, path: string): string | undefined =>
  problem?.fields.find((field) => field.path === path)?.message;

const SetupForm = ({ onDone }: { readonly onDone: () => Promise<void> }): ReactElement => {
  const t = useText('staff');
  const textOf = useProblemText();
  const locale = useLanguage();
  const [values, setValues] = useState({
    displayName: '',
    username: 'admin',
    password: '',
    companyName: '',
    departmentName: t('setup.departmentDefault'),
  });
  const setup = useRouteMutation(runSetup, { onDone: () => void onDone() });
  const set = (name: keyof typeof values) => (value: string) => setValues({ ...values, [name]: value });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setup.mutate({ body: { ...values, locale } });
  };
  const field = (name: keyof typeof values) => ({
    value: values[name],
    onChange: set(name),
    problem: problemOf(setup.error, name),
  });
  return (
    <form onSubmit={submit}>
      <h1>{t('setup.title')}</h1>
      <p className="t2 f14 welcome">{t('setup.welcome')}</p>
      <EntryField label={t('setup.displayName')} {...field('displayName')} autoComplete="name" autoFocus />
      <EntryField
        label={t('setup.username')}
        {...field('username')}
        autoComplete="username"
        hint={t('setup.usernameHint')}
      />
      <EntryField
        label={t('setup.password')}
        {...field('password')}
        autoComplete="new-password"
        hint={t('setup.passwordHint')}
        secret
      />
      <EntryField
        label={t('setup.company')}
        {...field('companyName')}
        autoComplete="organization"
        hint={t('setup.companyHint')}
      />
      <EntryField
        label={t('setup.department')}
        {...field('departmentName')}
        autoComplete="off"
        hint={t('setup.departmentHint')}
      />
      {setup.error ? <Banner tone="red">{textOf(setup.error)}</Banner> : null}
      <Button tone="primary" type="submit" className="go" busy={setup.isPending || setup.isSuccess}>
        {t('setup.submit')}
      </Button>
    </form>
  );
};

const SetupPage = (): ReactElement => {
  const t = useText('staff');
  const navigate = useNavigate();
  const changed = useSessionChange();
  const setup = useRoute(readSetup, {});
  if (setup.data && !setup.data.needed) return <Navigate to="/login" replace />;
  const enter = async (): Promise<void> => {
    await changed();
    await navigate('/', { replace: true });
  };
  return (
    <EntryFrame title={t('setup.title')}>
      <SetupForm onDone={enter} />
    </EntryFrame>
  );
};

export default SetupPage;
