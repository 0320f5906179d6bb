import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Card, Checkbox, InputNumber } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type BounceSetting, changeBounceSetting, readBounceSetting } from '../contract.ts';

const SettingForm = ({ saved }: { readonly saved: BounceSetting }): ReactElement => {
  const t = useText('assign');
  const words = useText('platform');
  const textOf = useProblemText();
  const [setting, setSetting] = useState(saved);
  const save = useRouteMutation(changeBounceSetting, {
    onDone: () => toast({ text: t('bounce.saved'), icon: 'check' }),
  });
  const changed = setting.enabled !== saved.enabled || setting.mostMoves !== saved.mostMoves;
  return (
    <form
      className="row wrap"
      style={{ gap: 12 }}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ body: setting });
      }}
    >
      {save.error ? <Banner tone="red">{textOf(save.error)}</Banner> : null}
      <Checkbox
        checked={setting.enabled}
        onChange={(event) => setSetting({ ...setting, enabled: event.target.checked })}
      >
        {t('bounce.on')}
      </Checkbox>
      <label htmlFor="bounce-most" className="t2">
        {t('bounce.most')}
      </label>
      <InputNumber
        id="bounce-most"
        min={2}
        max={20}
        precision={0}
        disabled={!setting.enabled}
        value={setting.mostMoves}
        onChange={(mostMoves) => setSetting({ ...setting, mostMoves: mostMoves ?? 3 })}
      />
      <Button type="submit" busy={save.isPending} disabled={!changed}>
        {words('save')}
      </Button>
    </form>
  );
};

/** At which move between departments a supervisor decides whose a ticket is. */
export const BounceCard = (): ReactElement => {
  const t = useText('assign');
  const { data } = useRoute(readBounceSetting, {});
  return (
    <Card title={t('bounce.setting')}>
      <p className="t2 f12" style={{ marginBottom: 8 }}>
        {t('bounce.settingNote')}
      </p>
      {data ? <SettingForm key={`${data.enabled} ${data.mostMoves}`} saved={data} /> : null}
    </Card>
  );
};
