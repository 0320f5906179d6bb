import type { ReactElement } from 'react';
import { isMac, keyWords } from '../shortcuts.ts';

type KeyHintProps = {
  readonly keys: string;
  /** All keys in one box, as inside a button. */
  readonly joined?: boolean;
  /** Read aloud: where the keys are the content. Elsewhere they are decoration and `aria-keyshortcuts` says them. */
  readonly spoken?: boolean;
};

/** `Mod+Enter`, `G H`, `Shift+1` as keys; Ctrl in Windows words, the command sign on a Mac. */
export const KeyHint = ({ keys, joined, spoken }: KeyHintProps): ReactElement => {
  const words = keyWords(keys, isMac());
  const hidden = spoken ? {} : { 'aria-hidden': true };
  if (joined) return <kbd {...hidden}>{words.join(' ')}</kbd>;
  return (
    <span className="keys" {...hidden}>
      {words.map((word, index) => (
        <kbd key={`${word}${index}`}>{word}</kbd>
      ))}
    </span>
  );
};
