import { type DragEvent, type ReactElement, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { type ApiProblem, toProblem, upload } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Icon } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { invalidateTopics } from '#platform/web/query.ts';
import { type ImportPreview, uploadImport } from '../contract.ts';

const useUpload = (onDone: (run: ImportPreview) => void) => {
  const client = useQueryClient();
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = async (file: File): Promise<void> => {
    setProblem(null);
    setShare(0);
    try {
      const form = new FormData();
      form.append('file', file);
      const run = await upload(uploadImport, {}, form, { onProgress: setShare });
      await invalidateTopics(client, ['imports']);
      onDone(run);
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setShare(null);
    }
  };
  return { share, problem, send };
};

/** By drop or by button; nothing is imported before the columns were looked at. */
export const ImportUpload = ({ onDone }: { readonly onDone: (run: ImportPreview) => void }): ReactElement => {
  const t = useText('collect');
  const textOf = useProblemText();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { share, problem, send } = useUpload(onDone);
  const take = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (file) void send(file);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section
      className={`deskdrop ${over ? 'over' : ''}`}
      aria-label={t('imports.upload')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {problem ? <Banner tone="red">{textOf(problem)}</Banner> : null}
      <Icon name="file" size="l" className="ac" />
      <b>{t('imports.drop')}</b>
      <span className="t3 f12">{t('imports.formats')}</span>
      <Button
        tone="primary"
        icon="plus"
        size="l"
        busy={share !== null}
        onClick={() => {
          if (input.current) input.current.value = '';
          input.current?.click();
        }}
      >
        {share === null ? t('imports.choose') : t('imports.sending', { percent: Math.round(share * 100) })}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson"
        aria-label={t('imports.choose')}
        onChange={(event) => take(event.target.files)}
      />
    </section>
  );
};
