import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Input } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { macroRoutes, type MacroStep } from '../../contract.ts';
import { MacroLines } from './macro-lines.tsx';

type TrialProps = { readonly steps: readonly MacroStep[]; readonly ready: boolean };

/** The steps as they stand here, saved or not, tried on a ticket; the same rehearsal as before applying. */
export const MacroTrial = ({ steps, ready }: TrialProps): ReactElement => {
  const t = useText('ticket');
  const textOf = useProblemText();
  const [number, setNumber] = useState('');
  const trial = useRouteMutation(macroRoutes.preview);
  return (
    <section className="col mtry" style={{ gap: 8 }} aria-label={t('macro.edit.try')}>
      <form
        className="row wrap"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && number.trim() !== '') trial.mutate({ body: { number: number.trim(), steps: [...steps] } });
        }}
      >
        <label htmlFor="macro-try" className="t2">
          {t('macro.edit.try')}
        </label>
        <Input
          id="macro-try"
          style={{ width: 150 }}
          maxLength={40}
          placeholder={t('macro.edit.tryNumber')}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
        <Button type="submit" busy={trial.isPending} disabled={!ready || number.trim() === ''}>
          {t('macro.edit.tryRun')}
        </Button>
        <span className="t3 f12">{t('macro.edit.tryNote')}</span>
      </form>
      <div className="col" style={{ gap: 8 }} aria-live="polite">
        {trial.error ? <Banner tone="red">{textOf(trial.error)}</Banner> : null}
        {trial.data ? <MacroLines lines={trial.data.lines} /> : null}
      </div>
    </section>
  );
};
