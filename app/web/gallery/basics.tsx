import type { ReactElement } from 'react';
import { Avatar, Card, ClockBadge, KindMark, kinds, LevelMark } from '#platform/web/parts/index.ts';
import { useSamples } from './samples.ts';

const minute = 60_000;

const Swatches = ({ entries }: { readonly entries: readonly (readonly [token: string, name: string])[] }) => (
  <div className="swatches">
    {entries.map(([token, name]) => (
      <div key={token}>
        <i style={{ background: `var(--${token})` }} />
        <span className="f11 t3 nw">{name}</span>
      </div>
    ))}
  </div>
);

export const ColourCards = (): ReactElement => {
  const samples = useSamples();
  const names = Object.entries(samples.swatches);
  return (
    <>
      <Card title={samples.sections.neutral}>
        <Swatches entries={names.slice(0, 8)} />
        <Swatches entries={names.slice(8)} />
      </Card>
      <Card title={samples.sections.clock}>
        <div className="row wrap" style={{ gap: '10px 14px' }}>
          <ClockBadge form="track" ms={560 * minute} />
          <ClockBadge form="near" ms={72 * minute} />
          <ClockBadge form="over" ms={46 * minute} />
          <ClockBadge form="met" ms={18 * minute} />
          <ClockBadge form="paused" text={samples.clocks.paused} />
          <ClockBadge form="provisional" text="2/24" />
          <ClockBadge form="changed" />
        </div>
      </Card>
      <Card title={samples.sections.level}>
        <div className="row wrap" style={{ gap: 16 }}>
          <LevelMark level={1} />
          <LevelMark level={2} />
          <LevelMark level={3} />
          {kinds.map((kind) => (
            <KindMark key={kind} kind={kind} />
          ))}
        </div>
      </Card>
    </>
  );
};

const looks = [
  { presence: 'on' },
  { presence: 'busy' },
  { presence: 'off' },
  { ring: 'look' },
  { ring: 'edit' },
  { ring: 'away' },
  { customer: true },
] as const;

export const PeopleCards = (): ReactElement => {
  const samples = useSamples();
  const series = samples.topics.map((name, index) => [`c${index + 1}`, name] as const);
  const heat = [0, 1, 2, 3, 4, 5].map((n) => [`h${n}`, samples.heat.replace('{{n}}', String(n))] as const);
  return (
    <>
      <Card title={samples.sections.people}>
        <div className="row wrap" style={{ gap: 16 }}>
          {looks.map((look, index) => (
            <span key={index} className="col" style={{ alignItems: 'center', gap: 5 }}>
              <Avatar name={samples.people[index] ?? '?'} {...look} />
              <span className="f11 t3">{samples.peopleNotes[index]}</span>
            </span>
          ))}
        </div>
      </Card>
      <Card title={samples.sections.series}>
        <Swatches entries={series} />
        <Swatches entries={heat} />
      </Card>
    </>
  );
};

const sizes = [
  { fontSize: 26, lineHeight: '32px', fontWeight: 600 },
  { fontSize: 20, lineHeight: '28px', fontWeight: 600 },
  { fontSize: 16, lineHeight: '24px', fontWeight: 600 },
  { fontSize: 14, lineHeight: '23px' },
  { fontSize: 13, lineHeight: '20px' },
  { fontSize: 12, lineHeight: '18px' },
];

export const TypeCard = (): ReactElement => {
  const samples = useSamples();
  return (
    <Card title={samples.sections.scale}>
      <div style={{ display: 'grid', gridTemplateColumns: 'auto 1fr auto', gap: '0 14px', alignItems: 'baseline' }}>
        {samples.scale.map(([word, use, size], index) => (
          <div key={size} style={{ display: 'contents' }}>
            <span style={sizes[index]}>{word}</span>
            <span className="t2">{use}</span>
            <span className="t3 f12">{size}</span>
          </div>
        ))}
      </div>
    </Card>
  );
};
