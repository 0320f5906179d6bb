import { type ReactElement, useId, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Card, Input, Select, Tag } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { type Condition, type Fact, type FlowInput, tryFlows } from '../contract.ts';
import { PersonSelect } from './person-select.tsx';
import { kindWord, ruleWord, useLocalName } from './words.ts';

/** `amount=800, level=1` -> facts; what is no number is a word. */
export const readFacts = (text: string): Record<string, Fact> =>
  Object.fromEntries(
    text
      .split(/[,;\n\uff0c\uff1b]/)
      .map((part) => part.split(/[=:\uff1a]/).map((side) => side.trim()))
      .flatMap(([key = '', value = '']): [string, Fact][] => {
        if (!/^[a-zA-Z]\w*$/.test(key) || value === '') return [];
        const number = Number(value);
        return [[key, Number.isFinite(number) ? number : value]];
      }),
  );

/** Facts that just meet the conditions: a value above `more than`, below `less than`. */
const meeting = (conditions: readonly Condition[]): string =>
  conditions
    .map(({ fact, is, value }) => {
      const step = is === 'gt' ? 1 : is === 'lt' ? -1 : 0;
      return `${fact}=${String(typeof value === 'number' ? value + step : value)}`;
    })
    .join(', ');

type TrialProps = {
  readonly kinds: readonly string[];
  /** Tried alone, before it is saved. */
  readonly draft?: FlowInput;
};

/** Who would be asked? The same reckoning as the real asking; nothing is written. */
export const FlowTrial = ({ kinds, draft }: TrialProps): ReactElement => {
  const t = useText('approval');
  const textOf = useProblemText();
  const nameOf = useLocalName();
  const [chosen, setChosen] = useState<string | null>(null);
  const [facts, setFacts] = useState(() => (draft ? meeting(draft.conditions) : 'amount=800'));
  const whoId = useId();
  const [people, setPeople] = useState<string[]>([]);
  const trial = useRouteMutation(tryFlows);
  const kind = draft?.kind ?? chosen ?? kinds[0] ?? '';
  const [requesterId] = people;
  const run = (): void => {
    const body = {
      kind,
      facts: readFacts(facts),
      ...(draft ? { draft } : {}),
      ...(requesterId ? { requesterId } : {}),
    };
    trial.mutate({ body });
  };
  const { data } = trial;
  return (
    <Card title={t('trial.title')} note={t('trial.note')}>
      <div className="row wrap ap-trial">
        {draft ? null : (
          <Select
            value={kind}
            onChange={setChosen}
            aria-label={t('flow.kind')}
            options={kinds.map((each) => ({ value: each, label: kindWord(each) }))}
            style={{ width: 160 }}
          />
        )}
        <Input
          value={facts}
          onChange={(event) => setFacts(event.target.value)}
          aria-label={t('trial.facts')}
          placeholder={t('trial.facts')}
          style={{ width: 200 }}
        />
        <div style={{ width: 180 }}>
          <PersonSelect
            id={whoId}
            label={t('trial.requester')}
            value={people}
            onChange={setPeople}
            placeholder={t('trial.requester')}
          />
        </div>
        <Button busy={trial.isPending} onClick={run}>
          {t('trial.run')}
        </Button>
      </div>
      <div role="status">
        {trial.error ? <Banner tone="red">{textOf(trial.error)}</Banner> : null}
        {data && data.flow === null ? <p className="t2">{t('trial.nobody')}</p> : null}
        {data?.flow ? (
          <ol className="ap-tried">
            {data.levels.map((level, index) => (
              <li key={index} className="row wrap">
                <b>
                  {index + 1} {nameOf(level)}
                </b>
                <Tag>{ruleWord(level.rule)}</Tag>
                {level.fault ? (
                  <span className="red">{t(`trial.${level.fault}`)}</span>
                ) : (
                  <span>{level.people.map((person) => person.name).join(t('comma'))}</span>
                )}
              </li>
            ))}
          </ol>
        ) : null}
      </div>
    </Card>
  );
};
