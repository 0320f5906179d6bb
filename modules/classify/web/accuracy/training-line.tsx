import { type ReactElement, useEffect, useRef } from 'react';
import { percent } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Bar, Button, Icon } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { cancelTraining, readTraining, startTraining, type TrainingView } from '../../contract.ts';

const lookMs = 1000;

const isOn = (training: TrainingView | null | undefined): boolean =>
  training?.state === 'waiting' || training?.state === 'running';

/** The training as it runs; when it ends, `onEnd` fetches what it has changed. */
export const useTraining = (onEnd: () => void) => {
  const t = useText('classify');
  const onProblem = (problem: Parameters<typeof problemText>[0]): void => {
    toast({ text: problemText(problem), icon: 'over' });
  };
  const looked = useRoute(readTraining, {}, { staleMs: 0 });
  const { data, refetch } = looked;
  const training = data?.training ?? null;
  const on = isOn(training);
  const was = useRef(false);
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  });
  useEffect(() => {
    if (!on) {
      if (was.current) latest.current();
      was.current = false;
      return undefined;
    }
    was.current = true;
    const timer = setInterval(() => void refetch(), lookMs);
    return () => clearInterval(timer);
  }, [on, refetch]);
  const start = useRouteMutation(startTraining, {
    onDone: () => toast({ text: t('training.asked') }),
    onProblem,
  });
  const cancel = useRouteMutation(cancelTraining, { onProblem });
  return { training, on, start, cancel };
};

type LineProps = {
  readonly training: TrainingView | null;
  readonly on: boolean;
  readonly onCancel: () => void;
};

const Outcome = ({ training }: { readonly training: TrainingView }): ReactElement => {
  const t = useText('classify');
  const words = training.outcome.map((one) => {
    const what = t(`training.outcome.${one.state}`, {
      accuracy: one.accuracy === null ? '' : percent(one.accuracy),
      before: one.compared?.before == null ? '—' : percent(one.compared.before),
      after: one.compared === null ? '—' : percent(one.compared.after),
      rows: one.rows,
    });
    return `${t(`fields.${one.field}`)} ${what}`;
  });
  return <span className="t2">{words.join(t('training.separator'))}</span>;
};

export const TrainingLine = ({ training, on, onCancel }: LineProps): ReactElement | null => {
  const t = useText('classify');
  if (!training) return null;
  if (!on)
    return (
      <div className="row wrap f12 t3 trainline" role="status">
        <Icon name={training.state === 'done' ? 'met' : 'info'} size="s" />
        {t(`training.${training.state}`)}
        <Outcome training={training} />
      </div>
    );
  return (
    <div className="row wrap trainline" role="status">
      <Icon name="refresh" size="s" />
      {t(`training.${training.state}`)}
      <Bar share={training.part} label={t('training.progress')} width={160} />
      <span className="t3">{percent(training.part, 0)}</span>
      <Button size="s" onClick={onCancel}>
        {t('training.cancel')}
      </Button>
    </div>
  );
};
