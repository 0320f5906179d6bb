import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Drawer, Form } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { changeClassifyRule, type ClassifyRuleRow, createClassifyRule, tryClassifyRule } from '../contract.ts';
import { asksNothing, bodyOf, emptyRule, ordersNothing, type RuleDraft } from './rule-draft.ts';
import { RuleFields } from './rule-fields.tsx';
import { RuleTrial } from './rule-trial.tsx';

type DrawerProps = { readonly rule: ClassifyRuleRow | null; readonly onClose: () => void };

const useSave = (rule: ClassifyRuleRow | null, onClose: () => void) => {
  const t = useText('classify');
  const onDone = (saved: ClassifyRuleRow): void => {
    toast({ text: t('rule.saved', { name: saved.name }) });
    onClose();
  };
  const create = useRouteMutation(createClassifyRule, { onDone });
  const change = useRouteMutation(changeClassifyRule, { onDone });
  const save = (draft: RuleDraft): void => {
    if (rule) change.mutate({ params: { id: rule.id }, body: bodyOf(draft) });
    else create.mutate({ body: bodyOf(draft) });
  };
  return { save, busy: create.isPending || change.isPending, problem: create.error ?? change.error };
};

const formId = 'classify-rule';

/** One rule, and before it is saved what it would have done to the last hundred tickets. */
export const RuleDrawer = ({ rule, onClose }: DrawerProps): ReactElement => {
  const t = useText('classify');
  const words = useText('platform');
  const textOf = useProblemText();
  const [draft, setDraft] = useState<RuleDraft>(rule ?? emptyRule);
  const { save, busy, problem } = useSave(rule, onClose);
  const trial = useRouteMutation(tryClassifyRule);
  const complete = draft.name.trim() !== '' && !asksNothing(draft.rule) && !ordersNothing(draft.rule);
  const shown = problem ?? trial.error;
  return (
    <Drawer
      open
      title={rule ? t('rule.editTitle', { name: rule.name }) : t('rule.createTitle')}
      size={600}
      onClose={onClose}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
          {complete ? null : <span className="t3 f12">{t('rule.incomplete')}</span>}
          <span className="sp" />
          <Button onClick={onClose}>{words('cancel')}</Button>
          <Button
            icon="wand"
            busy={trial.isPending}
            disabled={!complete}
            onClick={() => trial.mutate({ body: { ...bodyOf(draft), ...(rule ? { id: rule.id } : {}) } })}
          >
            {t('trial.run')}
          </Button>
          <Button tone="primary" type="submit" form={formId} busy={busy} disabled={!complete}>
            {words('save')}
          </Button>
        </div>
      }
    >
      <Form id={formId} layout="vertical" onFinish={() => save(draft)}>
        {shown ? (
          <div style={{ marginBottom: 12 }}>
            <Banner tone="red">{textOf(shown)}</Banner>
          </div>
        ) : null}
        {trial.data ? <RuleTrial trial={trial.data} /> : null}
        <RuleFields
          draft={draft}
          problem={problem}
          onChange={(next) => {
            setDraft(next);
            // A trial of other words would speak for a rule that is not there.
            if (trial.data) trial.reset();
          }}
        />
      </Form>
    </Drawer>
  );
};
