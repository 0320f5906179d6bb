export type GuideBlock = { readonly kind: 'text' | 'points' | 'numbers'; readonly lines: readonly string[] };

const point = /^\s*[-*\u2022\u00b7]\s+(.*)$/;
const numbered = /^\s*\d{1,3}[.)\u3001\uff0e]\s*(.*)$/;

const kindOf = (line: string): { kind: GuideBlock['kind']; text: string } => {
  const asPoint = point.exec(line);
  if (asPoint) return { kind: 'points', text: asPoint[1] ?? '' };
  const asNumber = numbered.exec(line);
  return asNumber ? { kind: 'numbers', text: asNumber[1] ?? '' } : { kind: 'text', text: line };
};

/** Plain text as blocks: lines that begin with a dash or a number are lists; an empty line ends a block. */
export const readGuidance = (text: string): GuideBlock[] => {
  const blocks: { kind: GuideBlock['kind']; lines: string[] }[] = [];
  let ended = true;
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      ended = true;
      continue;
    }
    const { kind, text: words } = kindOf(line);
    const last = blocks.at(-1);
    if (!ended && last?.kind === kind) last.lines.push(words);
    else blocks.push({ kind, lines: [words] });
    ended = false;
  }
  return blocks;
};
