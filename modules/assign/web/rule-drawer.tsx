import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Button, RuleDrawer } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type AssignRule, changeAssignRule, createAssignRule, tryAssignRules } from '../contract.ts';
import { emptyRule, type RuleDraft, RuleFields } from './rule-fields.tsx';
import { RuleTrial } from './rule-trial.tsx';

type DrawerProps = { readonly rule: AssignRule | null; readonly onClose: () => void };
type Body = Omit<AssignRule, 'id'>;

/** What can be sent; null while the name or the department is missing. */
const bodyOf = ({ departmentId, ...draft }: RuleDraft): Body | null =>
  departmentId === null || draft.name.trim() === '' ? null : { ...draft, departmentId };

const useSave = (rule: AssignRule | null, onClose: () => void) => {
  const t = useText('assign');
  const onDone = (saved: AssignRule): void => {
    toast({ text: t('rule.saved', { name: saved.name }) });
    onClose();
  };
  const create = useRouteMutation(createAssignRule, { onDone });
  const change = useRouteMutation(changeAssignRule, { onDone });
  const save = (body: Body): void => {
    if (rule) change.mutate({ params: { id: rule.id }, body });
    else create.mutate({ body });
  };
  return { save, busy: create.isPending || change.isPending, problem: create.error ?? change.error };
};

const formId = 'assign-rule';

const draftOf = ({ id: _id, ...rule }: AssignRule): RuleDraft => rule;

/** One rule, and before it is saved where the last hundred tickets would have gone. */
export const AssignRuleDrawer = ({ rule, onClose }: DrawerProps): ReactElement => {
  const t = useText('assign');
  const [draft, setDraft] = useState<RuleDraft>(rule ? draftOf(rule) : emptyRule);
  const { save, busy, problem } = useSave(rule, onClose);
  const trial = useRouteMutation(tryAssignRules);
  const body = bodyOf(draft);
  return (
    <RuleDrawer
      title={rule ? t('rule.editTitle', { name: rule.name }) : t('rule.createTitle')}
      formId={formId}
      busy={busy}
      ready={body !== null}
      missing={t('rule.incomplete')}
      problem={problem ?? trial.error}
      actions={
        <Button
          icon="wand"
          busy={trial.isPending}
          disabled={body === null}
          onClick={() => {
            if (body) trial.mutate({ body: { ...body, ...(rule ? { id: rule.id } : {}) } });
          }}
        >
          {t('trial.run')}
        </Button>
      }
      onSave={() => {
        if (body) save(body);
      }}
      onClose={onClose}
    >
      {trial.data ? <RuleTrial trial={trial.data} /> : null}
      <RuleFields
        draft={draft}
        problem={problem}
        onChange={(part) => {
          setDraft({ ...draft, ...part });
          // A trial of another rule would speak for one that is not there.
          if (trial.data) trial.reset();
        }}
      />
    </RuleDrawer>
  );
};
