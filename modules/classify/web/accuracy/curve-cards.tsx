import { type ReactElement, useState } from 'react';
import { Chart } from '#platform/web/chart.tsx';
import { number, percent } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Card, Icon } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import { askPrecision, type LearnReportView, type readFieldAccuracy } from '../../contract.ts';
import type { ReportProps } from './confusion-card.tsx';
import { coverageAt, curveOnSteps } from './figures-of.ts';
import { useLabelName } from './use-labels.ts';

type CoverageProps = ReportProps & {
  readonly asked: number;
  readonly other?: { readonly name: string; readonly report: LearnReportView } | undefined;
};

const least = 0.8;

/** The price of certainty: what a higher precision leaves to people. */
export const CoverageCard = ({ field, report, asked, other }: CoverageProps): ReactElement => {
  const t = useText('classify');
  const [wanted, setWanted] = useState(asked);
  const save = useRouteMutation(askPrecision, {
    onDone: () => toast({ text: t('accuracy.askedSaved') }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const { axis, values } = curveOnSteps(report);
  const coverage = coverageAt(report, wanted);
  const price = t('accuracy.price', {
    precision: percent(wanted),
    alone: percent(coverage, 0),
    left: percent(1 - coverage, 0),
  });
  const shown = [...values, ...(other ? curveOnSteps(other.report).values : [])].filter((value) => value !== null);
  return (
    <Card title={t('accuracy.coverage')} note={t('accuracy.coverageNote')}>
      <Chart
        label={price}
        kind="line"
        height={180}
        axis={axis.map((value) => percent(value, 0))}
        axisLabel={t('accuracy.alone')}
        minimum={Math.max(0, Math.floor(Math.min(0.9, ...shown) * 20) / 20)}
        format={(value) => percent(value, 0)}
        target={{ value: wanted, label: percent(wanted) }}
        series={[
          { id: 'now', name: t('accuracy.now'), values, main: true, colour: 1 },
          ...(other
            ? [{ id: 'other', name: other.name, values: curveOnSteps(other.report).values, colour: 7 as const }]
            : []),
        ]}
      />
      <div className="row wrap" style={{ gap: 10 }}>
        <label htmlFor="asked-precision">{t('accuracy.asked')}</label>
        <input
          id="asked-precision"
          className="asked"
          type="range"
          min={least}
          max={0.995}
          step={0.005}
          value={wanted}
          aria-valuetext={price}
          onChange={(event) => setWanted(Number(event.target.value))}
        />
        <b>{percent(wanted)}</b>
        <Button
          size="s"
          disabled={wanted === asked}
          busy={save.isPending}
          onClick={() => save.mutate({ params: { field }, body: { asked: wanted } })}
        >
          {t('accuracy.askedSave')}
        </Button>
      </div>
      <p className="t2 f12" role="status">
        {price}
      </p>
    </Card>
  );
};

type Answer = ReplyOf<typeof readFieldAccuracy>;

export const NextStep = ({ answer }: { readonly answer: Answer }): ReactElement | null => {
  const t = useText('classify');
  const nameOf = useLabelName();
  const [step] = answer.nextSteps;
  if (!step) return null;
  const name = nameOf(answer.summary.field, step.label, answer.names);
  return (
    <p className="nextstep">
      <Icon name="bulb" size="s" />
      {t(step.missing === 0 ? 'accuracy.next.ready' : `accuracy.next.${step.step}`, {
        name,
        rows: number(step.rows),
        missing: number(step.missing),
      })}
    </p>
  );
};

/** Accuracy by the number of labelled tickets, one point a training. */
export const LearningCard = ({ answer }: { readonly answer: Answer }): ReactElement => {
  const t = useText('classify');
  const { learning, summary } = answer;
  const values = learning.map((one) => one.accuracy);
  return (
    <Card title={t('accuracy.learning')} note={t('accuracy.learningNote')}>
      <Chart
        label={t('accuracy.learningLabel', { count: learning.length, last: percent(values.at(-1) ?? 0) })}
        kind="line"
        height={150}
        axis={learning.map((one) => number(one.rows))}
        axisLabel={t('accuracy.rows')}
        minimum={Math.max(0, Math.floor(Math.min(0.9, ...values) * 10) / 10)}
        format={(value) => percent(value, Number.isInteger(Math.round(value * 1000) / 10) ? 0 : 1)}
        {...(summary.goal === null
          ? {}
          : { target: { value: summary.goal, label: t('accuracy.goal', { goal: percent(summary.goal, 0) }) } })}
        series={[{ id: 'accuracy', name: t('accuracy.accuracy'), values, main: true, colour: 1 }]}
      />
      <NextStep answer={answer} />
    </Card>
  );
};
