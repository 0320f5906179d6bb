import { type FormEvent, type ReactElement, useId, useState } from 'react';
import { call, toProblem } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { BigButton, Notice, PublicLayout, TextField } from '#platform/web/public/index.ts';
import { findTracking } from '../contract.ts';

/** For whoever has the number on a slip of paper and not the link. */
export const FindCaseForm = ({ onFound }: { readonly onFound: (token: string) => void }): ReactElement => {
  const t = useText('follow-up');
  const problemText = useProblemText();
  const id = useId();
  const [number, setNumber] = useState('');
  const [tail, setTail] = useState('');
  const [missing, setMissing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const tailIsFine = /^\d{4}$/.test(tail.trim());
  const find = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setProblem(null);
    setMissing(true);
    if (number.trim() === '' || !tailIsFine) return;
    setBusy(true);
    try {
      onFound((await call(findTracking, { body: { number, phoneTail: tail } })).token);
    } catch (thrown) {
      setProblem(problemText(toProblem(thrown)));
      setBusy(false);
    }
  };
  return (
    <PublicLayout
      title={t('find.title')}
      footer={
        <BigButton primary type="submit" form={id} busy={busy}>
          {t('find.go')}
        </BigButton>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void find(event)}>
        <h1>{t('find.title')}</h1>
        <p className="lead">{t('find.lead')}</p>
        <TextField
          label={t('find.number')}
          required
          inputMode="numeric"
          autoComplete="off"
          maxLength={40}
          placeholder="3827-4165"
          error={missing && number.trim() === '' ? t('find.numberMissing') : undefined}
          value={number}
          onChange={setNumber}
        />
        <TextField
          label={t('find.tail')}
          required
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          placeholder="2046"
          error={missing && !tailIsFine ? t('errors.phone_tail') : undefined}
          value={tail}
          onChange={setTail}
        />
        {problem ? (
          <Notice icon="over" tone="red">
            {problem}
          </Notice>
        ) : null}
        <p className="lead" style={{ marginTop: 14 }}>
          <a href="/f">{t('find.write')}</a>
        </p>
      </form>
    </PublicLayout>
  );
};
