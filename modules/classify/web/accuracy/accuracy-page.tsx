import './accuracy.css';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useSearchParams } from 'react-router';
import { percent } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Card, Empty, Loaded, Page, Segmented, SkeletonBlock } from '#platform/web/parts/index.ts';
import { invalidateTopics, useRoute } from '#platform/web/query.ts';
import {
  type FieldSummary,
  type LearnedField,
  learnedFields,
  learnedFieldSchema,
  type ModelSummary,
  readAccuracy,
  readFieldAccuracy,
  readModel,
} from '../../contract.ts';
import { ConfusionCard } from './confusion-card.tsx';
import { CorrectionsCard } from './corrections-card.tsx';
import { CoverageCard, LearningCard, NextStep } from './curve-cards.tsx';
import { ModelsCard } from './models-card.tsx';
import { SideBySide } from './side-by-side.tsx';
import { StartersCard } from './starters-card.tsx';
import { Tiles } from './tiles.tsx';
import { TrainingLine, useTraining } from './training-line.tsx';

const useField = (): [LearnedField, (field: LearnedField) => void] => {
  const [search, setSearch] = useSearchParams();
  const field = learnedFieldSchema.safeParse(search.get('field')).data ?? 'category';
  return [field, (next) => setSearch({ field: next }, { replace: true })];
};

/** What a person has to know before he trusts the figures below. */
const Alarms = ({ summary }: { readonly summary: FieldSummary | undefined }): ReactElement | null => {
  const t = useText('classify');
  if (!summary) return null;
  const { week, before } = summary;
  return (
    <>
      {summary.problem ? <Banner tone="red">{t(`accuracy.problem.${summary.problem}`)}</Banner> : null}
      {summary.drift && week.accuracy !== null && before.accuracy !== null ? (
        <Banner tone="amber">
          {t('accuracy.drifted', { week: percent(week.accuracy), before: percent(before.accuracy) })}
        </Banner>
      ) : null}
    </>
  );
};

const Report = ({ field }: { readonly field: LearnedField }): ReactElement => {
  const t = useText('classify');
  const [compared, setCompared] = useState<ModelSummary | null>(null);
  const found = useRoute(readFieldAccuracy, { params: { field } });
  const other = useRoute(readModel, { params: { id: compared?.id ?? '' } }, { enabled: compared !== null }).data;
  return (
    <Loaded
      data={found.data}
      error={found.error ?? undefined}
      onRetry={() => void found.refetch()}
      skeleton={<SkeletonBlock height={320} />}
    >
      {(answer) => {
        const { report, summary, names } = answer;
        const shown = compared !== null && other ? { name: `v${other.version}`, report: other.report } : undefined;
        return (
          <>
            {report ? (
              <div className="acctwo">
                <div className="col">
                  <ConfusionCard field={field} report={report} names={names} />
                  {shown && other ? (
                    <SideBySide field={field} now={report} other={other.report} version={other.version} names={names} />
                  ) : null}
                </div>
                <div className="col acccurves">
                  <CoverageCard
                    key={summary.asked}
                    field={field}
                    report={report}
                    names={names}
                    asked={summary.asked}
                    other={shown}
                  />
                  <LearningCard answer={answer} />
                </div>
              </div>
            ) : (
              <Card>
                <Empty kind="first" icon="wand" title={t('accuracy.first')} text={t('accuracy.firstText')}>
                  <NextStep answer={answer} />
                </Empty>
              </Card>
            )}
            <ModelsCard field={field} compared={compared?.id ?? null} onCompare={setCompared} />
            <CorrectionsCard field={field} names={names} />
          </>
        );
      }}
    </Loaded>
  );
};

/** How well Huiyin sorts this company's own messages, and what to do so that it sorts better. */
const AccuracyPage = (): ReactElement => {
  const t = useText('classify');
  const [field, setField] = useField();
  const client = useQueryClient();
  const overview = useRoute(readAccuracy, {});
  const answer = useRoute(readFieldAccuracy, { params: { field } }).data;
  const { training, on, start, cancel } = useTraining(() => void invalidateTopics(client, ['classify']));
  const fields = overview.data?.fields ?? [];
  return (
    <Page
      title={t('nav.accuracy')}
      note={t('accuracy.note')}
      actions={
        <Button
          tone="primary"
          icon="wand"
          disabled={on}
          busy={start.isPending}
          onClick={() => start.mutate({ body: {} })}
        >
          {t('training.start')}
        </Button>
      }
    >
      <div className="accuracy col">
        <div className="scrollx">
          <Segmented
            label={t('accuracy.field')}
            value={field}
            onChange={setField}
            choices={learnedFields.map((value) => ({ value, label: t(`fields.${value}`) }))}
          />
        </div>
        <TrainingLine training={training} on={on} onCancel={() => cancel.mutate({})} />
        <Alarms summary={fields.find((one) => one.field === field)} />
        <Tiles fields={fields} answer={answer} />
        <Report key={field} field={field} />
        <StartersCard />
      </div>
    </Page>
  );
};

export default AccuracyPage;
