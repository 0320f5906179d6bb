import './macros.css';
import type { ReactElement } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Icon, type IconName, Input, Tag } from '#platform/web/parts/index.ts';
import type { MacroLine, MacroStepType } from '../../contract.ts';
import { reasonWords } from '../thread/event-words.ts';
import { useNames } from '../names.ts';

export const stepIcons: Record<MacroStepType, IconName> = {
  reply: 'reply',
  note: 'lock',
  classify: 'pen',
  claim: 'user',
  follow: 'star',
  task: 'task',
  step: 'right',
  assign: 'swap',
};

type Change = MacroLine['changes'][number];

const useValueWords = (): ((field: Change['field'], value: string | null) => string) => {
  const t = useText('ticket');
  const names = useNames();
  return (field, value) => {
    if (value === null) return t(field === 'owner' ? 'nobody' : 'macro.empty');
    if (field === 'kind') return t(`platform:kind.${value}`);
    if (field === 'level') return t(`platform:level.${value}`);
    if (field === 'state') return t(`state.${value}`);
    if (field === 'followed') return t('macro.yes');
    return field === 'categoryKey' ? (names.category(value) ?? value) : value;
  };
};

const Changes = ({ changes }: { readonly changes: readonly Change[] }): ReactElement => {
  const t = useText('ticket');
  const valueOf = useValueWords();
  return (
    <dl className="mchanges">
      {changes.map(({ field, from, to }) => (
        <div key={field} className="row">
          <dt className="t2">{t(`macro.field.${field}`)}</dt>
          <dd className="row">
            <del className="t3">{valueOf(field, from)}</del>
            <Icon name="right" size="xs" className="t3" />
            <ins>{valueOf(field, to)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
};

const outcomeTone: Record<MacroLine['outcome'], string> = {
  done: 't2',
  waits: 'amber',
  same: 't3',
  refused: 'red',
  left: 't3',
};
const outcomeIcon: Partial<Record<MacroLine['outcome'], IconName>> = { refused: 'over', waits: 'stamp' };

const Outcome = ({ line }: { readonly line: MacroLine }): ReactElement => {
  const t = useText('ticket');
  const icon = outcomeIcon[line.outcome];
  return (
    <span className={`row f12 nw ${outcomeTone[line.outcome]}`} style={{ gap: 3 }}>
      {icon ? <Icon name={icon} size="s" /> : null}
      {t(`macro.outcome.${line.outcome}`)}
    </span>
  );
};

type LinesProps = {
  readonly lines: readonly MacroLine[];
  /** Absent in a mere trial, where nothing is done. */
  readonly edit?: {
    readonly texts: Readonly<Record<string, string>>;
    readonly onText: (index: number, text: string) => void;
    readonly onLeave: (index: number, out: boolean) => void;
  };
};

const LineText = ({ line, edit }: { readonly line: MacroLine } & Pick<LinesProps, 'edit'>): ReactElement | null => {
  const t = useText('ticket');
  if (line.text === null) return null;
  if (!edit || line.outcome === 'left') return <p className="mtext">{line.text}</p>;
  const words = edit.texts[String(line.index)] ?? line.text;
  return (
    <Input.TextArea
      className={line.type === 'note' ? 'mnote' : ''}
      aria-label={`${t(`macro.type.${line.type}`)} ${t('macro.text')}`}
      value={words}
      autoSize={{ minRows: line.type === 'task' ? 1 : 2, maxRows: 9 }}
      maxLength={20_000}
      onChange={(event) => edit.onText(line.index, event.target.value)}
    />
  );
};

const Line = ({ line, edit }: { readonly line: MacroLine } & Pick<LinesProps, 'edit'>): ReactElement => {
  const t = useText('ticket');
  const format = useFormat();
  const title = line.action === null ? t(`macro.type.${line.type}`) : t(`step.${line.action}`);
  return (
    <li className={`mline ${line.outcome}`}>
      <div className="row">
        {edit ? (
          <input
            type="checkbox"
            checked={line.outcome !== 'left'}
            aria-label={`${t('macro.take')} ${line.index + 1} ${title}`}
            onChange={(event) => edit.onLeave(line.index, !event.target.checked)}
          />
        ) : null}
        <Icon name={stepIcons[line.type]} className="t3" />
        <b>{title}</b>
        {line.lasting && line.outcome === 'done' ? <Tag line>{t('macro.lasting')}</Tag> : null}
        <span className="sp" />
        <Outcome line={line} />
      </div>
      {line.message === null ? null : <p className="red f12">{line.message}</p>}
      <LineText line={line} edit={edit} />
      {line.place !== null && line.dueAt !== null ? (
        <p className="t3 f12">{t('macro.taskFor', { place: line.place, due: format.instant(line.dueAt) })}</p>
      ) : null}
      {line.changes.length > 0 ? <Changes changes={line.changes} /> : null}
      {line.reason === '' ? null : (
        <p className="t3 f12">{t('macro.reason', { reason: reasonWords(t, line.reason) })}</p>
      )}
    </li>
  );
};

/** What each step would do: old and new, the words as they would go out, what stands in the way. */
export const MacroLines = ({ lines, edit }: LinesProps): ReactElement => (
  <ol className="mlines">
    {lines.map((line) => (
      <Line key={line.index} line={line} edit={edit} />
    ))}
  </ol>
);
