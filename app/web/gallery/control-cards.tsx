import { type ReactElement, useState } from 'react';
import {
  Banner,
  Button,
  Card,
  Checkbox,
  Count,
  DatePicker,
  Form,
  IconButton,
  Input,
  KeyHint,
  Pill,
  Segmented,
  Select,
  SplitButton,
  StageBar,
  Switch,
  Tag,
} from '#platform/web/parts/index.ts';
import { toast } from '#platform/web/toast.ts';
import { useSamples } from './samples.ts';

const ButtonCard = (): ReactElement => {
  const { sections, buttons } = useSamples();
  return (
    <Card title={sections.buttons}>
      <div className="row wrap">
        <Button tone="primary">{buttons.save}</Button>
        <Button>{buttons.cancel}</Button>
        <Button tone="soft">{buttons.claim}</Button>
        <Button tone="ghost">{buttons.more}</Button>
        <Button tone="danger">{buttons.reject}</Button>
        <SplitButton
          keys="Mod+Enter"
          onClick={() => toast({ text: buttons.send })}
          items={[{ key: 'next', label: buttons.sendNext, onClick: () => toast({ text: buttons.sendNext }) }]}
        >
          {buttons.send}
        </SplitButton>
      </div>
      <div className="row wrap" style={{ marginTop: 10 }}>
        <Button size="s">{buttons.small}</Button>
        <Button>{buttons.middle}</Button>
        <Button size="l">{buttons.large}</Button>
        <Button disabled>{buttons.off}</Button>
        <IconButton icon="dots" label={buttons.more} />
        <IconButton icon="star" label={buttons.more} tone="plain" size="s" />
      </div>
    </Card>
  );
};

const InputCard = (): ReactElement => {
  const { sections, inputs } = useSamples();
  const [shown, setShown] = useState<'count' | 'share'>('count');
  return (
    <Card title={sections.inputs}>
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label={inputs.empty} htmlFor="gallery-text">
          <Input id="gallery-text" placeholder={inputs.empty} />
        </Form.Item>
        <Form.Item label={inputs.label} htmlFor="gallery-phone" validateStatus="error" help={inputs.error}>
          <Input id="gallery-phone" defaultValue={inputs.value} aria-invalid />
        </Form.Item>
      </Form>
      <div className="row wrap" style={{ gap: 14 }}>
        <Checkbox defaultChecked>{inputs.one}</Checkbox>
        <Checkbox>{inputs.two}</Checkbox>
        <Switch defaultChecked aria-label={inputs.switch} />
        <Switch aria-label={inputs.switch} />
        <Segmented
          label={inputs.shown}
          value={shown}
          onChange={setShown}
          choices={[
            { value: 'count', label: inputs.count },
            { value: 'share', label: inputs.share },
          ]}
        />
        <Select
          aria-label={inputs.select}
          placeholder={inputs.select}
          style={{ width: 120 }}
          options={[{ value: 'a', label: inputs.one }]}
        />
        <DatePicker aria-label={inputs.date} placeholder={inputs.date} />
      </div>
    </Card>
  );
};

const SmallCard = (): ReactElement => {
  const { sections, small } = useSamples();
  return (
    <Card title={sections.small}>
      <div className="row wrap">
        <Tag>{small.workday}</Tag>
        <Tag line>{small.tier}</Tag>
        <Pill on>{small.all}</Pill>
        <Pill bordered onClick={() => toast({ text: small.next })}>
          <KeyHint keys="1" />
          {small.next}
        </Pill>
        <Count>16</Count>
        <Count tone="hot">4</Count>
        <Count tone="on">3</Count>
        <KeyHint keys="Mod+K" />
        <KeyHint keys="?" />
        <span className="at">{small.word}</span>
      </div>
    </Card>
  );
};

const days = ['9/19', '9/20', '9/22'];

export const ControlCards = (): ReactElement => {
  const { sections, stages, banners, resend } = useSamples();
  const steps = stages.map((label, index) => ({
    key: String(index),
    label,
    ...(days[index] ? { note: days[index] } : {}),
  }));
  return (
    <>
      <ButtonCard />
      <InputCard />
      <SmallCard />
      <Card title={sections.stage}>
        <StageBar stages={steps} now="3" />
      </Card>
      <Card title={sections.banners}>
        <div className="col" style={{ gap: 6 }}>
          <Banner tone="amber">{banners[0]}</Banner>
          <Banner tone="red" action={{ label: resend, onClick: () => toast({ text: resend }) }}>
            {banners[1]}
          </Banner>
          <Banner tone="violet">{banners[2]}</Banner>
          <Banner tone="blue">{banners[3]}</Banner>
        </div>
      </Card>
    </>
  );
};
