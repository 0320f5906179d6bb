import { type ReactElement, useState } from 'react';
import { percent } from '#platform/web/format.ts';
import { hasText, translate, useText } from '#platform/web/i18n.ts';
import { Banner, Button, Card, Input } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import { classifyTextRoute } from '../contract.ts';
import { Marked, VerdictMarks } from './verdict-marks.tsx';

type Answer = ReplyOf<typeof classifyTextRoute>;

const fieldWord = (field: string): string =>
  hasText('classify', `try.fields.${field}`) ? translate('classify', `try.fields.${field}`) : field;

const Reasons = ({ answer }: { readonly answer: Answer }): ReactElement => {
  const t = useText('classify');
  const spoken = answer.reasons.filter((reason) => reason.words.length > 0);
  if (spoken.length === 0) return <p className="t3 f12">{t('try.noReason')}</p>;
  return (
    <ul className="col" style={{ gap: 4 }}>
      {spoken.map((reason, index) => (
        <li key={index} className="row wrap f12">
          <span className="t3">{fieldWord(reason.field)}</span>
          {reason.words.map((word) => (
            <mark key={word} className="why">
              {word}
            </mark>
          ))}
        </li>
      ))}
    </ul>
  );
};

type ShownProps = { readonly text: string; readonly answer: Answer };

const Shown = ({ text, answer }: ShownProps): ReactElement => {
  const t = useText('classify');
  return (
    <div className="col" style={{ gap: 10 }} role="status">
      <div className="row wrap">
        <VerdictMarks verdict={answer} />
        <span className="t3 f12">{t('try.confidence', { value: percent(answer.confidence, 0) })}</span>
      </div>
      <p className="trytext" tabIndex={0} role="region" aria-label={t('try.text')}>
        <Marked text={text} words={answer.reasons.flatMap((reason) => reason.words)} />
      </p>
      <Reasons answer={answer} />
    </div>
  );
};

/** How a text would be sorted by the rules as they are now, and which words moved it. */
export const TryText = (): ReactElement => {
  const t = useText('classify');
  const textOf = useProblemText();
  const [content, setContent] = useState('');
  const [asked, setAsked] = useState('');
  const ask = useRouteMutation(classifyTextRoute);
  const run = (): void => {
    setAsked(content);
    ask.mutate({ body: { content } });
  };
  return (
    <Card title={t('try.title')} note={t('try.note')}>
      <form
        className="col"
        style={{ gap: 10 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (content.trim() !== '') run();
        }}
      >
        <Input.TextArea
          aria-label={t('try.text')}
          placeholder={t('try.placeholder')}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={20_000}
          value={content}
          onChange={(event) => setContent(event.target.value)}
        />
        <div className="row">
          <Button type="submit" icon="wand" busy={ask.isPending} disabled={content.trim() === ''}>
            {t('try.run')}
          </Button>
        </div>
        {ask.error ? <Banner tone="red">{textOf(ask.error)}</Banner> : null}
        {ask.data ? <Shown text={asked} answer={ask.data} /> : null}
      </form>
    </Card>
  );
};
