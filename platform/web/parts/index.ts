/** All parts of the workbench. Public pages must not import this file: it leads to antd. */
export { Avatar, type Presence, type Ring } from './avatar.tsx';
export { Banner, type BannerTone } from './banner.tsx';
export { Button, type ButtonProps, type ButtonTone, IconButton } from './button.tsx';
export { ClockBadge, type ClockForm, runningClock } from './clock-badge.tsx';
export { confirmAction, confirmDelete, ConfirmHost } from './confirm.tsx';
export * from './controls.tsx';
export { type Column, DataTable, type DataTableProps } from './data-table.tsx';
export { FormField, RuleDrawer, RuleHead } from './rule-form.tsx';
export { useDeleteColumn, useEnabledColumn } from './row-columns.tsx';
export { DialogField, DialogFrame } from './dialog-frame.tsx';
export { EchoArt, EchoDone, EchoMark } from './echo-mark.tsx';
export { CopyButton, Empty, ErrorState } from './empty.tsx';
export { Icon, type IconName } from './icon.tsx';
export { InstantPicker } from './instant-picker.tsx';
export { KeyHint } from './key-hint.tsx';
export {
  Badge,
  type BadgeTone,
  Bar,
  Count,
  isKind,
  type Kind,
  kindIcons,
  KindMark,
  kinds,
  type Level,
  LevelMark,
  Tag,
} from './marks.tsx';
export { Card, Fact, Page, PageHeader } from './page.tsx';
export { type Choice, Pill, Segmented } from './segmented.tsx';
export { Loaded, SkeletonBlock, SkeletonLines, SkeletonRows } from './skeleton.tsx';
export { Menu, type MenuItem, SplitButton } from './split-button.tsx';
export { type Stage, StageBar, stageStates } from './stage-bar.tsx';
export { useUnsavedPage } from './unsaved-page.ts';
export { ToastHost } from './toast-host.tsx';
export { EventLine, MarkLine, ThreadEntry } from './thread.tsx';
export { listRowClass, ListRowLines, type ListRowProps } from './list-row.tsx';
export { Crash, ErrorBoundary } from './error-boundary.tsx';
export { actionItems, BulkBar } from './action-views.tsx';
