import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Card, Form, Input, Page } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { useSession } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { changePassword } from '../contract.ts';
import { fieldProblem, FormField } from './form-drawer.tsx';

const blank = { current: '', next: '', again: '' };
type Name = keyof typeof blank;

const AccountPage = (): ReactElement => {
  const t = useText('staff');
  const textOf = useProblemText();
  const { user } = useSession();
  const [values, setValues] = useState(blank);
  const change = useRouteMutation(changePassword, {
    onDone: () => {
      setValues(blank);
      toast({ text: t('account.done') });
    },
  });
  const differs = values.again !== '' && values.again !== values.next;
  const submit = (): void => {
    if (values.next === values.again) change.mutate({ body: { current: values.current, next: values.next } });
  };
  const field = (name: Name, problem: string | undefined, hint?: string): ReactElement => (
    <FormField id={`account-${name}`} label={t(`account.${name}`)} problem={problem} hint={hint}>
      <Input.Password
        id={`account-${name}`}
        value={values[name]}
        required
        maxLength={200}
        autoComplete={name === 'current' ? 'current-password' : 'new-password'}
        onChange={(event) => setValues({ ...values, [name]: event.target.value })}
      />
    </FormField>
  );
  return (
    <Page title={t('account.title')} note={user.username}>
      <div style={{ maxWidth: 440 }}>
        <Card>
          <Form layout="vertical" onFinish={submit}>
            <input type="hidden" name="username" autoComplete="username" value={user.username} readOnly />
            {field('current', undefined)}
            {field('next', fieldProblem(change.error, 'next'), t('account.hint'))}
            {field('again', differs ? t('account.mismatch') : undefined)}
            {change.error ? (
              <div style={{ marginBottom: 16 }}>
                <Banner tone="red">{textOf(change.error)}</Banner>
              </div>
            ) : null}
            <Button tone="primary" type="submit" size="l" busy={change.isPending} disabled={differs}>
              {t('account.submit')}
            </Button>
          </Form>
        </Card>
      </div>
    </Page>
  );
};

export default AccountPage;
