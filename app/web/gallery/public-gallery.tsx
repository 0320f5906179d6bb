import { type ReactElement, useState } from 'react';
import {
  BigButton,
  ChoiceChips,
  ChoiceTiles,
  EchoDone,
  FileDrop,
  Icon,
  type Kind,
  kindIcons,
  kinds,
  Notice,
  PublicLayout,
  Rating,
  type Score,
  TextArea,
  TextField,
  Tick,
  VerticalStages,
} from '#platform/web/public/index.ts';
import { useText } from '#platform/web/i18n.ts';
import { useSamples } from './samples.ts';

/** A stand-in for the server: it accepts whatever is dropped. */
const pretendToSend = (file: File): Promise<{ id: string }> => Promise.resolve({ id: file.name });

const FormSample = (): ReactElement => {
  const samples = useSamples().public;
  const t = useText('platform');
  const [kind, setKind] = useState<Kind>('complaint');
  const [text, setText] = useState(samples.typed);
  const [phone, setPhone] = useState('138 0000 2046');
  const [order, setOrder] = useState('');
  const [agreed, setAgreed] = useState(true);
  return (
    <>
      <h1>{samples.title}</h1>
      <p className="lead">{samples.lead}</p>
      <ChoiceTiles
        legend={samples.what}
        hideLegend
        value={kind}
        onChange={setKind}
        choices={kinds.map((value) => ({ value, label: t(`kind.${value}`), icon: kindIcons[value] }))}
      />
      <TextArea label={samples.happened} required limit={5000} value={text} onChange={setText} />
      <FileDrop
        send={pretendToSend}
        onChange={() => undefined}
        maxBytes={20_000_000}
        maxFiles={6}
        accept="image/*,video/*"
      />
      <TextField
        label={samples.phone}
        note={samples.phoneNote}
        required={false}
        inputMode="tel"
        autoComplete="tel"
        value={phone}
        onChange={setPhone}
      />
      <TextField
        label={samples.order}
        note={samples.orderNote}
        required={false}
        placeholder={samples.orderHint}
        error={samples.orderBad}
        value={order}
        onChange={setOrder}
      />
      <Tick checked={agreed} onChange={setAgreed}>
        {samples.consent}
        <a href="#content">{samples.how}</a>
      </Tick>
    </>
  );
};

const SurveySample = (): ReactElement => {
  const samples = useSamples().public;
  const [solved, setSolved] = useState<'yes' | 'no'>('no');
  const [score, setScore] = useState<Score | null>(2);
  const [reasons, setReasons] = useState<string[]>(samples.chips.slice(0, 1));
  return (
    <>
      <ChoiceTiles
        legend={samples.solved}
        high
        value={solved}
        onChange={setSolved}
        choices={[
          { value: 'yes', label: samples.yes, icon: 'met' },
          { value: 'no', label: samples.no, icon: 'over' },
        ]}
      />
      <Rating legend={samples.rate} low={samples.low} high={samples.high} value={score} onChange={setScore} />
      <ChoiceChips
        legend={samples.wrong}
        note={samples.many}
        value={reasons}
        onChange={setReasons}
        choices={samples.chips.map((label) => ({ value: label, label }))}
      />
      <Notice icon="undo" tone="amber">
        {samples.reopen}
      </Notice>
    </>
  );
};

const TrackSample = (): ReactElement => {
  const { stages, public: samples } = useSamples();
  return (
    <section style={{ marginTop: 24 }}>
      <h2>{samples.progress}</h2>
      <VerticalStages
        label={samples.progress}
        now="2"
        stages={stages.map((label, index) => ({
          key: String(index),
          label,
          ...(samples.whens[index] ? { when: samples.whens[index] } : {}),
          ...(samples.whats[index] ? { what: samples.whats[index] } : {}),
        }))}
      />
      <Notice icon="clock">{samples.due}</Notice>
      <div style={{ textAlign: 'center', marginTop: 24 }}>
        <EchoDone />
        <h2>{samples.received}</h2>
        <div className="code">3827-4165</div>
      </div>
    </section>
  );
};

const PublicGallery = (): ReactElement => {
  const samples = useSamples().public;
  return (
    <PublicLayout
      company={samples.company}
      title={samples.title}
      footer={
        <>
          <BigButton compact>
            <Icon name="bell" />
            {samples.urge}
          </BigButton>
          <BigButton primary>{samples.submit}</BigButton>
        </>
      }
    >
      <FormSample />
      <SurveySample />
      <TrackSample />
    </PublicLayout>
  );
};

export default PublicGallery;
