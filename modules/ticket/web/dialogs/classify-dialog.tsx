import { type ReactElement, useState } from 'react';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  DialogField,
  DialogFrame,
  KindMark,
  kinds,
  LevelMark,
  Segmented,
  TreeSelect,
} from '#platform/web/parts/index.ts';
import { toast } from '#platform/web/toast.ts';
import type { TicketDetail, TicketKind, TicketLevel } from '../../contract.ts';
import { useCategoryTree } from '../names.ts';
import type { TicketSteps } from '../use-ticket.ts';

type DialogProps = { readonly ticket: TicketDetail; readonly steps: TicketSteps; readonly onClose: () => void };
type Choice = { readonly kind: TicketKind; readonly categoryKey: string | null; readonly level: TicketLevel };

const levels = { 1: '1', 2: '2', 3: '3' } as const;
const levelOf = { 1: 1, 2: 2, 3: 3 } as const;

const differences = (ticket: Choice, choice: Choice) => ({
  ...(choice.kind === ticket.kind ? {} : { kind: choice.kind }),
  ...(choice.categoryKey === ticket.categoryKey || choice.categoryKey === null
    ? {}
    : { categoryKey: choice.categoryKey }),
  ...(choice.level === ticket.level ? {} : { level: choice.level }),
});

export const ClassifyDialog = ({ ticket, steps, onClose }: DialogProps): ReactElement => {
  const t = useText('ticket');
  const tree = useCategoryTree();
  const [choice, setChoice] = useState<Choice>({
    kind: ticket.kind,
    categoryKey: ticket.categoryKey,
    level: ticket.level,
  });
  const change = differences(ticket, choice);
  const { number, version } = ticket;
  const undo = (): void => steps.classify.mutate({ params: { number }, body: differences(choice, ticket) });
  const submit = (): void =>
    steps.classify.mutate(
      { params: { number }, body: { ...change, version } },
      {
        onSuccess: () => {
          toast({ text: t('classify.done'), undo });
          onClose();
        },
      },
    );
  return (
    <DialogFrame
      title={t('classify.title', { number: ticketNumber(number) })}
      action={t('classify.action')}
      busy={steps.classify.isPending}
      ready={Object.keys(change).length > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <DialogField label={t('field.categoryKey')} htmlFor="classify-category">
        <TreeSelect
          id="classify-category"
          autoFocus
          value={choice.categoryKey ?? undefined}
          treeData={tree}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          placeholder={t('classify.none')}
          onChange={(categoryKey: string) => setChoice({ ...choice, categoryKey })}
        />
      </DialogField>
      <div className="col dialog-field">
        <span className="t2">{t('field.kind')}</span>
        <Segmented
          label={t('field.kind')}
          value={choice.kind}
          onChange={(kind) => setChoice({ ...choice, kind })}
          choices={kinds.map((kind) => ({ value: kind, label: <KindMark kind={kind} /> }))}
        />
      </div>
      <div className="col dialog-field">
        <span className="t2">{t('field.level')}</span>
        <Segmented
          label={t('field.level')}
          value={levels[choice.level]}
          onChange={(level) => setChoice({ ...choice, level: levelOf[level] })}
          choices={([1, 2, 3] as const).map((level) => ({ value: levels[level], label: <LevelMark level={level} /> }))}
        />
      </div>
    </DialogFrame>
  );
};
