import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Card, Form, Input, Loaded, Page } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { changeCompany, readCompany } from '../contract.ts';
import { fieldProblem, FormField } from './form-drawer.tsx';

const CompanyForm = ({ saved }: { readonly saved: string }): ReactElement => {
  const t = useText('staff');
  const textOf = useProblemText();
  const [name, setName] = useState(saved);
  const change = useRouteMutation(changeCompany, { onDone: () => toast({ text: t('company.done') }) });
  return (
    <Form layout="vertical" onFinish={() => change.mutate({ body: { name } })}>
      <FormField
        id="company-name"
        label={t('company.name')}
        problem={fieldProblem(change.error, 'name')}
        hint={t('company.hint')}
      >
        <Input
          id="company-name"
          value={name}
          required
          maxLength={60}
          autoComplete="organization"
          onChange={(event) => setName(event.target.value)}
        />
      </FormField>
      {change.error ? <Banner tone="red">{textOf(change.error)}</Banner> : null}
      <Button tone="primary" type="submit" size="l" busy={change.isPending} disabled={name.trim() === ''}>
        {t('company.submit')}
      </Button>
    </Form>
  );
};

const CompanyPage = (): ReactElement => {
  const t = useText('staff');
  const company = useRoute(readCompany, {});
  return (
    <Page title={t('company.title')} note={t('nav.companyNote')}>
      <div style={{ maxWidth: 440 }}>
        <Card>
          <Loaded data={company.data} error={company.error} onRetry={() => void company.refetch()}>
            {({ name }) => <CompanyForm saved={name} />}
          </Loaded>
        </Card>
      </div>
    </Page>
  );
};

export default CompanyPage;
