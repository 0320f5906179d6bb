import type { ReactElement } from 'react';
import { isMac, keyWords } from '../shortcuts.ts';

/** `Mod+Enter`, `G H`, `Shift+1` as keys; Ctrl in Windows words, the command sign on a Mac. Decoration: the action itself
 * carries `aria-keyshortcuts`. */
export const KeyHint = ({ keys, joined }: { readonly keys: string; readonly joined?: boolean }): ReactElement => {
  const words = keyWords(keys, isMac());
  if (joined) return <kbd aria-hidden="true">{words.join(' ')}</kbd>;
  return (
    <span className="keys" aria-hidden="true">
      {words.map((word, index) => (
        <kbd key={`${word}${index}`}>{word}</kbd>
      ))}
    </span>
  );
};
