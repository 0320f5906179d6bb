export type Piece = { readonly text: string; readonly marked: boolean };

/** The text in pieces, those that are one of the words marked; letters match regardless of case, longer words first. */
export const markWords = (text: string, words: readonly string[]): Piece[] => {
  const low = text.toLowerCase();
  const wanted = [...new Set(words.map((word) => word.toLowerCase()).filter((word) => word !== ''))].toSorted(
    (a, b) => b.length - a.length,
  );
  const pieces: Piece[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') pieces.push({ text: plain, marked: false });
    plain = '';
  };
  for (let at = 0; at < text.length;) {
    const word = wanted.find((each) => low.startsWith(each, at));
    if (word === undefined) {
      plain += text.charAt(at);
      at += 1;
      continue;
    }
    flush();
    pieces.push({ text: text.slice(at, at + word.length), marked: true });
    at += word.length;
  }
  flush();
  return pieces;
};
