import { type ComponentType, lazy, type ReactElement, Suspense } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { type TicketPanel, type TicketPanelProps, ticketPanels } from '#platform/web/module.ts';
import { ErrorBoundary } from '#platform/web/parts/index.ts';
import { useCan } from '#platform/web/session.tsx';

const made = new Map<string, ComponentType<TicketPanelProps>>();

/** One lazy component per panel for the life of the page; a new one at every render would forget its state. */
const componentOf = (panel: TicketPanel): ComponentType<TicketPanelProps> => {
  const known = made.get(panel.id);
  if (known) return known;
  const component = lazy(panel.lazy);
  made.set(panel.id, component);
  return component;
};

/** What stands beside the thread: the panels of all modules, in their order. A panel that fails leaves the others. */
export const ContextColumn = ({ ticketId, number }: TicketPanelProps): ReactElement => {
  const t = useText('ticket');
  const can = useCan();
  return (
    <aside className="wc" aria-label={t('context')} tabIndex={0}>
      {ticketPanels()
        .filter((panel) => can(panel.permission))
        .map((panel) => {
          const Panel = componentOf(panel);
          return (
            <ErrorBoundary key={`${panel.id}${ticketId}`}>
              <Suspense fallback={null}>
                <Panel ticketId={ticketId} number={number} />
              </Suspense>
            </ErrorBoundary>
          );
        })}
    </aside>
  );
};
