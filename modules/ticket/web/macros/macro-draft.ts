import { type Macro, type MacroStep, macroSteps, type MacroStepType } from '../../contract.ts';

export type MacroDraft = Pick<
  Macro,
  'name' | 'nameEn' | 'scope' | 'departmentId' | 'categoryKeys' | 'steps' | 'enabled' | 'sort'
>;

/** What a step is when it is added: as much as can be guessed, the rest for its writer. */
export const newStep = (type: MacroStepType): MacroStep => {
  switch (type) {
    case 'reply':
      return { type, body: '', bodyEn: '', templateId: null };
    case 'note':
      return { type, body: '' };
    case 'task':
      return { type, title: '', withinHours: 24 };
    case 'step':
      return { type, action: 'answer', reason: '' };
    case 'assign':
      return { type, reason: '' };
    case 'classify':
    case 'claim':
    case 'follow':
      return { type };
  }
};

/** Put where it may stand: what comes after a transfer would be refused, so everything else goes before it. */
export const withStep = (steps: readonly MacroStep[], step: MacroStep): MacroStep[] => {
  const last = steps.at(-1);
  return last?.type === 'assign' && step.type !== 'assign' ? [...steps.slice(0, -1), step, last] : [...steps, step];
};

export const swapped = <Item>(items: readonly Item[], at: number, by: 1 | -1): Item[] => {
  const [one, other] = [items[at], items[at + by]];
  if (one === undefined || other === undefined) return [...items];
  return items.map((item, index) => (index === at ? other : index === at + by ? one : item));
};

/** Whether the steps could be saved, by the very schema that the server asks. */
export const areWhole = (steps: readonly MacroStep[]): boolean => macroSteps.safeParse(steps).success;

export const blankDraft = (mayShare: boolean): MacroDraft => ({
  name: '',
  nameEn: '',
  scope: mayShare ? 'all' : 'mine',
  departmentId: null,
  categoryKeys: [],
  steps: [newStep('reply')],
  enabled: true,
  sort: 100,
});

export const draftOf = (macro: Macro): MacroDraft => {
  const { name, nameEn, scope, departmentId, categoryKeys, steps, enabled, sort } = macro;
  return { name, nameEn, scope, departmentId, categoryKeys, steps, enabled, sort };
};
