import { type ReactElement, useEffect } from 'react';
import type { TicketDetail } from '../../contract.ts';
import { closeDialog, useDialog } from '../dialog-state.ts';
import type { TicketSteps } from '../use-ticket.ts';
import { MacroDialog } from '../macros/macro-dialog.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { ClassifyDialog } from './classify-dialog.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { RevealDialog } from './reveal-dialog.tsx';
import { StepDialog } from './step-dialog.tsx';
import { TaskDialog } from './task-dialog.tsx';

type DialogsProps = { readonly ticket: TicketDetail; readonly steps: TicketSteps };

/** Whatever stands open over this ticket; going to another one closes it. */
export const TicketDialogs = ({ ticket, steps }: DialogsProps): ReactElement | null => {
  const dialog = useDialog();
  useEffect(() => closeDialog, [ticket.number]);
  const shared = { ticket, steps, onClose: closeDialog };
  switch (dialog?.kind) {
    case 'assign':
      return <AssignDialog {...shared} />;
    case 'classify':
      return <ClassifyDialog {...shared} />;
    case 'step':
      return <StepDialog {...shared} action={dialog.action} />;
    case 'link':
      return <LinkDialog {...shared} />;
    case 'merge':
      return <MergeDialog ticket={ticket} into={dialog.into ?? ''} onClose={closeDialog} />;
    case 'task':
      return <TaskDialog ticket={ticket} onClose={closeDialog} />;
    case 'macro':
      return <MacroDialog ticket={ticket} onClose={closeDialog} {...(dialog.macro ? { macro: dialog.macro } : {})} />;
    case 'reveal':
      return <RevealDialog customerId={dialog.customerId} onClose={closeDialog} />;
    case undefined:
      return null;
  }
};
