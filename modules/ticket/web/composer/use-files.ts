import { useCallback, useState } from 'react';
import { toProblem, upload } from '#platform/web/api.ts';
import { ticketRoutes } from '../../contract.ts';
import type { PendingFile } from '../thread/attachments.tsx';
import { tellProblem } from '../use-ticket.ts';

/** Files of a message that is being written: each is uploaded at once, on its own. */
export const useFiles = (number: string) => {
  const [files, setFiles] = useState<readonly PendingFile[]>([]);
  const change = useCallback((key: string, next: Partial<PendingFile> | null) => {
    setFiles((before) =>
      before.flatMap((each) => {
        if (each.key !== key) return [each];
        return next ? [{ ...each, ...next }] : [];
      }),
    );
  }, []);
  const add = useCallback(
    (chosen: Iterable<File>) => {
      for (const file of chosen) {
        const key = crypto.randomUUID();
        setFiles((before) => [...before, { key, name: file.name, share: 0, file: null }]);
        const body = new FormData();
        body.append('file', file, file.name);
        const onProgress = (share: number): void => change(key, { share });
        upload(ticketRoutes.upload, { params: { number } }, body, { onProgress }).then(
          ({ attachments }) => change(key, { share: 1, file: attachments[0] ?? null }),
          (error: unknown) => {
            change(key, null);
            tellProblem(toProblem(error));
          },
        );
      }
    },
    [number, change],
  );
  return {
    files,
    add,
    remove: useCallback((key: string) => change(key, null), [change]),
    clear: useCallback(() => setFiles([]), []),
    ids: files.flatMap((each) => (each.file ? [each.file.id] : [])),
    busy: files.some((each) => each.file === null),
  };
};
