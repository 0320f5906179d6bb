import { type DragEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { isProblem } from '../api.ts';
import { fileSize } from '../format.ts';
import { type Translate, useText } from '../i18n.ts';
import type { BaseIconName } from '../parts/icon-paths.ts';
import { BaseIcon as Icon } from './base-icon.ts';
import { problemText } from '../problem-text.ts';
import { FieldError } from './field.tsx';

export type UploadedFile = { readonly id: string };
type Send = (file: File, onProgress: (share: number) => void, signal: AbortSignal) => Promise<UploadedFile>;

type FileDropProps = {
  readonly label?: string;
  readonly send: Send;
  /** Ids of what has arrived, in order; called with every change. */
  readonly onChange: (ids: string[]) => void;
  /** True while something is still on its way: submitting waits. */
  readonly onBusy?: (busy: boolean) => void;
  readonly maxBytes: number;
  readonly maxFiles: number;
  readonly accept?: string;
};

type Item = {
  readonly key: number;
  readonly name: string;
  readonly type: string;
  readonly preview: string | null;
  readonly share: number;
  readonly id: string | null;
  readonly failed: boolean;
};

type Refusal = { readonly key: string; readonly values: Record<string, string | number> };

/** `image/*,.pdf` as an input understands it. */
export const isAccepted = (file: { name: string; type: string }, accept: string | undefined): boolean =>
  !accept ||
  accept.split(',').some((each) => {
    const rule = each.trim().toLowerCase();
    if (rule.startsWith('.')) return file.name.toLowerCase().endsWith(rule);
    return rule.endsWith('/*') ? file.type.startsWith(rule.slice(0, -1)) : file.type === rule;
  });

/** The first reason why these files cannot all be taken, and those that can. */
export const sortFiles = <F extends { name: string; type: string; size: number }>(
  files: readonly F[],
  limits: { maxBytes: number; maxFiles: number; accept?: string | undefined; already: number },
): { readonly taken: F[]; readonly refusal: Refusal | null } => {
  const taken: F[] = [];
  let refusal: Refusal | null = null;
  for (const file of files) {
    if (taken.length + limits.already >= limits.maxFiles) {
      refusal ??= { key: 'public.fileTooMany', values: { count: limits.maxFiles } };
    } else if (file.size > limits.maxBytes) {
      refusal ??= { key: 'public.fileTooLarge', values: { name: file.name, limit: fileSize(limits.maxBytes) } };
    } else if (!isAccepted(file, limits.accept)) {
      refusal ??= { key: 'public.fileType', values: { name: file.name } };
    } else taken.push(file);
  }
  return { taken, refusal };
};

const iconOf = (type: string): BaseIconName => {
  if (type.startsWith('video/')) return 'play';
  if (type.startsWith('audio/')) return 'mic';
  return type.startsWith('image/') ? 'img' : 'file';
};

type ThumbProps = { readonly item: Item; readonly t: Translate; readonly onRemove: () => void };

const Thumb = ({ item, t, onRemove }: ThumbProps): ReactElement => (
  <li className={item.failed ? 'failed' : ''}>
    {item.preview ? (
      <img className="pic" src={item.preview} alt={item.name} />
    ) : (
      <span className="pic">
        <Icon name={iconOf(item.type)} size="l" />
        <span className="el" style={{ maxWidth: 60 }}>
          {item.name}
        </span>
      </span>
    )}
    {item.id === null && !item.failed ? (
      <span
        className="bar"
        role="progressbar"
        aria-label={item.name}
        aria-valuenow={Math.round(item.share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${Math.round(item.share * 100)}%` }} />
      </span>
    ) : null}
    <button type="button" className="gone" aria-label={t('public.removeFile', { name: item.name })} onClick={onRemove}>
      <span>
        <Icon name="x" size="xs" />
      </span>
    </button>
  </li>
);

const useUploads = ({ send, onChange, onBusy }: Pick<FileDropProps, 'send' | 'onChange' | 'onBusy'>) => {
  const [items, setItems] = useState<readonly Item[]>([]);
  const [error, setError] = useState<string | null>(null);
  const controllers = useRef(new Map<number, AbortController>());
  const nextKey = useRef(1);
  const tell = useRef({ onChange, onBusy });
  useEffect(() => {
    tell.current = { onChange, onBusy };
  });
  useEffect(() => {
    tell.current.onChange(items.flatMap((item) => (item.id === null ? [] : [item.id])));
    tell.current.onBusy?.(items.some((item) => item.id === null && !item.failed));
  }, [items]);
  const change = (key: number, part: Partial<Item>): void =>
    setItems((before) => before.map((item) => (item.key === key ? { ...item, ...part } : item)));
  const add = (file: File): void => {
    const key = nextKey.current++;
    const controller = new AbortController();
    controllers.current.set(key, controller);
    const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
    const item: Item = { key, name: file.name, type: file.type, preview, share: 0, id: null, failed: false };
    setItems((before) => [...before, item]);
    send(file, (share) => change(key, { share }), controller.signal).then(
      ({ id }) => change(key, { id, share: 1 }),
      (thrown: unknown) => {
        change(key, { failed: true });
        if (isProblem(thrown) && thrown.code !== 'aborted') setError(problemText(thrown));
      },
    );
  };
  const remove = (item: Item): void => {
    controllers.current.get(item.key)?.abort();
    if (item.preview) URL.revokeObjectURL(item.preview);
    setItems((before) => before.filter((each) => each.key !== item.key));
  };
  return { items, add, remove, error, setError };
};

/** Pictures, sound, video and files: chosen or dropped, with preview, progress and a way back. */
export const FileDrop = (props: FileDropProps): ReactElement => {
  const { label, maxBytes, maxFiles, accept } = props;
  const t = useText('platform');
  const { items, add, remove, error, setError } = useUploads(props);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const limits = { maxBytes, maxFiles, accept, already: items.length };
    const { taken, refusal } = sortFiles(files ? [...files] : [], limits);
    setError(refusal ? t(refusal.key, refusal.values) : null);
    taken.forEach(add);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const onDragOver = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const drop = { onDrop, onDragOver, onDragLeave: () => setOver(false) };
  return (
    <>
      <ul className={`files ${over ? 'over' : ''}`} {...drop}>
        {items.map((item) => (
          <Thumb key={item.key} item={item} t={t} onRemove={() => remove(item)} />
        ))}
        {items.length < maxFiles ? (
          <li>
            <label className="add">
              <input
                type="file"
                multiple={maxFiles > 1}
                accept={accept}
                aria-label={label ?? t('public.addFileLong')}
                onChange={(event) => {
                  take(event.target.files);
                  event.target.value = '';
                }}
              />
              <Icon name="img" size="l" />
              <span aria-hidden="true">{t('public.addFile')}</span>
            </label>
          </li>
        ) : null}
      </ul>
      {error ? <FieldError text={error} /> : null}
    </>
  );
};
