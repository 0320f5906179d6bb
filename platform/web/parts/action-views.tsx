import type { ReactElement, ReactNode } from 'react';
import { type Action, type ActionContext, actionTitle, offeredActions } from '../actions.ts';
import { useText } from '../i18n.ts';
import { Button, IconButton } from './button.tsx';
import { Menu, type MenuItem } from './split-button.tsx';

/** The same actions as the palette's, as lines of a menu. */
export const actionItems = (actions: readonly Action[], context: ActionContext): MenuItem[] =>
  offeredActions(actions, context).map((action) => ({
    key: action.id,
    label: actionTitle(action),
    icon: action.icon,
    ...(action.keys?.[0] ? { keys: action.keys[0] } : {}),
    danger: action.danger === true,
    onClick: () => action.run(context),
  }));

type BulkBarProps = {
  readonly count: number;
  readonly actions: readonly Action[];
  readonly context: ActionContext;
  /** The first so many are buttons, the rest wait behind the dots. */
  readonly shown?: number;
  /** What a dry run says before the button: how many will be done, how many skipped and why. */
  readonly dryRun?: ReactNode;
  readonly onClose: () => void;
};

/** Stands over the list while rows are chosen. */
export const BulkBar = ({ count, actions, context, shown = 3, dryRun, onClose }: BulkBarProps): ReactElement => {
  const t = useText('platform');
  const offered = offeredActions(actions, context);
  const rest = offered.slice(shown);
  return (
    <div className="bulkbar" role="toolbar" aria-label={t('bulk.selected', { count })}>
      <b>{t('bulk.selected', { count })}</b>
      {offered.slice(0, shown).map((action) => (
        <Button
          key={action.id}
          icon={action.icon}
          tone={action.danger ? 'danger' : 'plain'}
          {...(action.keys?.[0] ? { keys: action.keys[0] } : {})}
          onClick={() => action.run(context)}
        >
          {actionTitle(action)}
        </Button>
      ))}
      {rest.length > 0 ? (
        <Menu items={actionItems(rest, context)}>
          <IconButton icon="dots" label={t('more')} />
        </Menu>
      ) : null}
      {dryRun ? <span className="t2 f12">{dryRun}</span> : null}
      <span className="sp" />
      <IconButton icon="x" label={t('bulk.close')} onClick={onClose} />
    </div>
  );
};
