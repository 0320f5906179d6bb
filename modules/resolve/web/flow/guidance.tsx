import type { ReactElement } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { readGuidance } from './read-guidance.ts';

/** The text of a guide: paragraphs and lists, and nothing that could be markup. */
export const Guidance = ({ text }: { readonly text: string }): ReactElement => {
  const t = useText('resolve');
  return (
    <div className="wf-guide" aria-label={t('flow.guidance')} role="note">
      {readGuidance(text).map((block, index) => {
        if (block.kind === 'text') return <p key={index}>{block.lines.join('\n')}</p>;
        const items = block.lines.map((line, at) => <li key={at}>{line}</li>);
        return block.kind === 'numbers' ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>;
      })}
    </div>
  );
};
