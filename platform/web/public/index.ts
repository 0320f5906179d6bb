/** Parts of the customers' pages; nothing here leads to antd, echarts or TanStack Query. */
export { EchoArt, EchoDone, EchoMark } from '../parts/echo-mark.tsx';
export type { BaseIconName as IconName } from '../parts/icon-paths.ts';
export { isKind, type Kind, kindIcons, KindMark, kinds } from '../parts/marks.tsx';
export { BaseIcon as Icon } from './base-icon.ts';
export { BigButton, Notice } from './button.tsx';
export { ChoiceChips, ChoiceTiles, Rating, type Score, scores, type TileChoice } from './choices.tsx';
export { Field, FieldError, lettersOf, SelectField, TextArea, TextField, Tick } from './field.tsx';
export { FileDrop, type UploadedFile } from './file-drop.tsx';
export { isRecord, keep, readKept, textOf } from './kept.ts';
export { PublicLayout } from './layout.tsx';
export type { PublicPage, PublicPageProps } from './page.ts';
export { VerticalStages, type VerticalStage } from './stages.tsx';
export { useLoad, type Load } from './use-load.ts';
