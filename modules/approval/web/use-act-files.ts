import { useCallback, useState } from 'react';
import type { StoredFileView } from '#platform/contract/stored-file.ts';
import { toProblem, upload } from '#platform/web/api.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { toast } from '#platform/web/toast.ts';
import { uploadApprovalFiles } from '../contract.ts';

type Pending = {
  readonly key: string;
  readonly name: string;
  readonly share: number;
  readonly file: StoredFileView | null;
};

export type ActFileUploads = {
  readonly files: readonly Pending[];
  readonly ids: readonly string[];
  readonly busy: boolean;
  readonly choose: () => void;
  readonly remove: (key: string) => void;
  readonly clear: () => void;
};

/** The most that one act carries. */
const most = 10;

/** Files of an act that is being written: each is uploaded at once, on its own. */
export const useActFiles = (): ActFileUploads => {
  const [files, setFiles] = useState<readonly Pending[]>([]);
  const change = useCallback((key: string, next: Partial<Pending> | null): void => {
    setFiles((before) =>
      before.flatMap((each) => {
        if (each.key !== key) return [each];
        return next ? [{ ...each, ...next }] : [];
      }),
    );
  }, []);
  const start = useCallback(
    (file: File): void => {
      const key = crypto.randomUUID();
      setFiles((before) => [...before, { key, name: file.name, share: 0, file: null }].slice(0, most));
      const body = new FormData();
      body.append('file', file, file.name);
      upload(uploadApprovalFiles, {}, body, { onProgress: (share) => change(key, { share }) }).then(
        ({ items }) => change(key, { share: 1, file: items[0] ?? null }),
        (error: unknown) => {
          change(key, null);
          toast({ text: problemText(toProblem(error)), icon: 'over' });
        },
      );
    },
    [change],
  );
  const choose = useCallback((): void => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.addEventListener('change', () => [...(input.files ?? [])].slice(0, most).forEach(start));
    input.click();
  }, [start]);
  return {
    files,
    ids: files.flatMap((each) => (each.file ? [each.file.id] : [])),
    busy: files.some((each) => each.file === null),
    choose,
    remove: useCallback((key: string) => change(key, null), [change]),
    clear: useCallback(() => setFiles([]), []),
  };
};
