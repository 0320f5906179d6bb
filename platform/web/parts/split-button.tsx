import { Dropdown } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../i18n.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';

export type MenuItem = {
  readonly key: string;
  readonly label: ReactNode;
  readonly icon?: IconName;
  readonly keys?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** The current one among choices. */
  readonly checked?: boolean;
  readonly group?: string;
  readonly onClick: () => void;
};

const lineOf = (item: MenuItem) => ({
  key: item.key,
  danger: item.danger === true,
  disabled: item.disabled === true,
  onClick: item.onClick,
  label: (
    <span className="row" style={{ minWidth: 160 }} aria-current={item.checked ? 'true' : undefined}>
      {item.icon ? <Icon name={item.icon} className="t3" /> : null}
      <span className="sp">{item.label}</span>
      {item.keys ? <KeyHint keys={item.keys} /> : null}
      {item.checked ? <Icon name="check" size="s" className="ac" /> : null}
    </span>
  ),
});

/** Neighbours with the same `group` stand under its title; a change of group draws a line. */
const itemsOf = (items: readonly MenuItem[], header: string | undefined) => {
  const groups = new Map<string, MenuItem[]>();
  for (const item of items) groups.set(item.group ?? '', [...(groups.get(item.group ?? '') ?? []), item]);
  const blocks = [...groups].map(([group, own]) => ({
    type: 'group' as const,
    key: `group ${group}`,
    ...(group ? { label: group } : {}),
    children: own.map(lineOf),
  }));
  if (blocks.length === 1 && !groups.keys().next().value && !header) return items.map(lineOf);
  const head = header ? [{ type: 'group' as const, key: 'header', label: <b>{header}</b>, children: [] }] : [];
  return [...head, ...blocks];
};

type MenuProps = {
  readonly items: readonly MenuItem[];
  readonly header?: string;
  readonly end?: boolean;
  readonly children: ReactElement;
};

/** A menu behind one button (its child). */
export const Menu = ({ items, header, end, children }: MenuProps): ReactElement => (
  <Dropdown trigger={['click']} placement={end ? 'bottomRight' : 'bottomLeft'} menu={{ items: itemsOf(items, header) }}>
    {children}
  </Dropdown>
);

type SplitButtonProps = {
  readonly children: ReactNode;
  readonly keys?: string;
  readonly onClick: () => void;
  readonly items: readonly MenuItem[];
  readonly busy?: boolean;
  readonly disabled?: boolean;
};

/** The usual thing at once, its variants behind the arrow. */
export const SplitButton = (props: SplitButtonProps): ReactElement => {
  const { children, keys, onClick, items, busy, disabled } = props;
  const t = useText('platform');
  return (
    <span className="split">
      <Button
        tone="primary"
        onClick={onClick}
        {...(keys ? { keys } : {})}
        busy={busy === true}
        disabled={disabled === true}
      >
        {children}
      </Button>
      <Menu items={items} end>
        <Button tone="primary" aria-label={t('more')} disabled={disabled === true || busy === true}>
          <Icon name="down" size="s" />
        </Button>
      </Menu>
    </span>
  );
};
