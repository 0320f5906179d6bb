import '../resolve.css';
import { type ReactElement, useState } from 'react';
import { Link, useParams } from 'react-router';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Banner,
  Button,
  Card,
  ClockBadge,
  Fact,
  Input,
  KeyHint,
  Loaded,
  Page,
  runningClock,
} from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { answerHelp, readHelp } from '../../contract.ts';

const ResultForm = ({ id }: { readonly id: string }): ReactElement => {
  const t = useText('resolve');
  const textOf = useProblemText();
  const [result, setResult] = useState('');
  const answer = useRouteMutation(answerHelp, {
    topics: ['tickets', 'tasks'],
    onDone: () => toast({ text: t('help.answered'), icon: 'check' }),
  });
  const ready = result.trim() !== '';
  const submit = (): void => {
    if (ready && !answer.isPending) answer.mutate({ params: { id }, body: { result: result.trim() } });
  };
  return (
    <form
      className="col"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
      }}
    >
      {answer.error ? <Banner tone="red">{textOf(answer.error)}</Banner> : null}
      <label htmlFor="help-result" className="t2">
        {t('help.result')}
      </label>
      <Input.TextArea
        id="help-result"
        autoFocus
        rows={5}
        maxLength={4000}
        value={result}
        onChange={(event) => setResult(event.target.value)}
      />
      <div className="rs-acts">
        <Button tone="primary" type="submit" busy={answer.isPending} disabled={!ready}>
          {t('help.finish')}
          <KeyHint keys="Mod+Enter" joined />
        </Button>
      </div>
    </form>
  );
};

/** One request for help as the helper sees it: the question, the customer's first words, and room for the result. */
const HelpPage = (): ReactElement => {
  const t = useText('resolve');
  const format = useFormat();
  const { id = '' } = useParams();
  const { data, error, refetch } = useRoute(readHelp, { params: { id } }, { topics: ['tickets', 'tasks'] });
  const clock = data ? runningClock({ dueAt: data.dueAt }, format.now) : null;
  return (
    <Page
      title={data?.title ?? t('help.title')}
      note={data ? <Link to={`/tickets/${data.number}`}>{ticketNumber(data.number)}</Link> : null}
      actions={
        data?.doneAt ? (
          <ClockBadge form="met" text={t('help.done')} />
        ) : clock ? (
          <ClockBadge form={clock.form} ms={clock.ms} />
        ) : null
      }
    >
      <Loaded data={data} error={error} onRetry={() => void refetch()}>
        {(help) => (
          <div className="rs-page">
            <Card title={t('help.asks', { name: help.askedBy })} note={format.instant(help.askedAt)}>
              <p className="rs-said">{help.question || help.title}</p>
              <Fact label={t('help.department')}>{help.department.name}</Fact>
              <Fact label={t('help.accountable')}>{help.accountable}</Fact>
              <Fact label={t('help.due')}>
                <time title={format.full(help.dueAt)}>{format.instant(help.dueAt)}</time>
              </Fact>
            </Card>
            <Card title={help.subject} note={t('help.customerSaid')}>
              <p className="rs-said">{help.said}</p>
            </Card>
            {help.doneAt ? (
              <Card title={t('help.result')} note={`${help.answeredBy} ${format.instant(help.doneAt)}`}>
                <p className="rs-said">{help.result}</p>
              </Card>
            ) : null}
            {help.canAnswer ? (
              <Card title={t('help.yourResult')}>
                <ResultForm id={help.id} />
              </Card>
            ) : null}
          </div>
        )}
      </Loaded>
    </Page>
  );
};

export default HelpPage;
