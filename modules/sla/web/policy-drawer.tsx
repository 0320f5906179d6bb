import { type ReactElement, useState } from 'react';
import { useLocalName } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, confirmDelete, Drawer, Form } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { changePolicy, createPolicy, dropPolicy, type Policy } from '../contract.ts';
import { ConditionFields, NameFields, type PolicyDraft, PromiseFields } from './policy-fields.tsx';
import { ConditionMarks } from './policy-marks.tsx';

const fresh: PolicyDraft = {
  name: '',
  nameEn: '',
  kind: null,
  level: null,
  categoryKey: null,
  channel: null,
  departmentId: null,
  profileKey: null,
  firstReplyMinutes: 30,
  resolveMinutes: 1440,
  warnFraction: 0.75,
  enabled: true,
};

const useActs = (policy: Policy | null, onClose: () => void) => {
  const t = useText('sla');
  const nameOf = useLocalName();
  const onDone = (saved: Policy): void => {
    toast({ text: t('policy.saved', { name: nameOf(saved) }) });
    onClose();
  };
  const create = useRouteMutation(createPolicy, { onDone });
  const change = useRouteMutation(changePolicy, { onDone });
  const drop = useRouteMutation(dropPolicy, {
    onDone: () => {
      if (policy) toast({ text: t('policy.dropped', { name: nameOf(policy) }) });
      onClose();
    },
  });
  const save = (draft: PolicyDraft): void => {
    const { firstReplyMinutes, resolveMinutes, warnFraction, enabled, profileKey } = draft;
    const promise = { firstReplyMinutes, resolveMinutes, warnFraction, enabled, profileKey };
    if (policy) change.mutate({ params: { id: policy.id }, body: promise });
    else create.mutate({ body: draft });
  };
  const remove = async (): Promise<void> => {
    if (policy && (await confirmDelete(nameOf(policy), t('policy.running'))))
      drop.mutate({ params: { id: policy.id } });
  };
  return {
    save,
    remove,
    busy: create.isPending || change.isPending || drop.isPending,
    problem: create.error ?? change.error ?? drop.error,
  };
};

/** A new promise with its conditions, or what an old one promises; whom it is for does not change afterwards. */
export const PolicyDrawer = ({
  policy,
  onClose,
}: {
  readonly policy: Policy | null;
  readonly onClose: () => void;
}): ReactElement => {
  const t = useText('sla');
  const textOf = useProblemText();
  const nameOf = useLocalName();
  const [draft, setDraft] = useState<PolicyDraft>(policy ?? fresh);
  const { save, remove, busy, problem } = useActs(policy, onClose);
  const change = (part: Partial<PolicyDraft>): void => setDraft({ ...draft, ...part });
  return (
    <Drawer
      open
      title={policy ? nameOf(policy) : t('policy.add')}
      size={480}
      onClose={onClose}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row wrap">
          {policy ? (
            <Button tone="danger" busy={busy} onClick={() => void remove()}>
              {t('platform:delete')}
            </Button>
          ) : null}
          <span className="sp" />
          <Button onClick={onClose}>{t('platform:cancel')}</Button>
          <Button tone="primary" type="submit" form="sla-policy" busy={busy} disabled={draft.name.trim() === ''}>
            {t('platform:save')}
          </Button>
        </div>
      }
    >
      <Form id="sla-policy" layout="vertical" onFinish={() => save(draft)}>
        {problem ? <Banner tone="red">{textOf(problem)}</Banner> : null}
        {policy ? (
          <p className="row wrap">
            <ConditionMarks policy={policy} />
          </p>
        ) : (
          <>
            <NameFields draft={draft} onChange={change} />
            <ConditionFields id="sla-if" values={draft} onChange={change} />
          </>
        )}
        <PromiseFields draft={draft} onChange={change} />
      </Form>
    </Drawer>
  );
};
