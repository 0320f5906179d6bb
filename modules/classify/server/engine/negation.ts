/** Whether a danger is said to have happened, to not have happened, or only asked about. */
import type { Span } from './vocabulary.ts';

export type Assertion = 'asserted' | 'negated' | 'supposed';

const CLAUSE_END = /[，。；！？：,.;!?:\n]/;
const BEFORE = 48;
const AFTER = 12;

// The negator must stand directly before the danger, with nothing but these fillers between: in "没几天就爆炸了" it
// negates the days and not the explosion, and a missed danger is worse than a false alarm.
const FILLERS =
  '(?:再|又|有|发生|发现|出现|出|造成|导致|引起|引发|产生|存在|任何|什么|明显|真的|人员|人|过|被|起|让|使|孩子|大家|客户|用户|严重)*';
const NEGATED = new RegExp(
  `(?:(?<!有)没有?|(?<!有没)未(?!成年)|(?<!南)无|并非|(?<!是|难道)不是|(?<!会)不会|不存在|不可能|防止|预防|避免|以免|防)${FILLERS}$`,
);
const SUPPOSED =
  /(?:会不会|是否会?|是不是会?|有没有|有无|如果|假如|要是|倘若|假设|万一|能不能|怕|担心)[^，。；！？,.;!?]{0,8}$/;
const ASKED_AFTER = /^(?:了|过|呢|的|人|风险|危险|情况|问题|可能|现象)*(?:吗|么|吧)/;

const FILLERS_EN =
  '(?:(?:any|a|an|the|one|anyone|anybody|been|being|was|were|is|are|be|got|get|gotten|actually|really|caused?|causing|signs?|of|ever|yet|seriously|serious|have|had|has|catch|caught|on) )*';
const NEGATED_EN = new RegExp(
  `(?:\\b(?:no|not(?! only)|never|without|nobody|none|prevents?|avoids?|avoid|to prevent)|n't) ${FILLERS_EN}$`,
);
const SUPPOSED_EN =
  /\b(?:if|whether|could (?:it|this|they)|can (?:it|this|they)|will (?:it|this|they)|does (?:it|this)|is there (?:a |any )?(?:risk|danger) of) (?:\w+ ){0,3}$/;

const ENUMERATED = /^\s?(?:[、/或和及与]|以及|或者| or | and | nor |or |and |nor )\s?$/;

/** Decides for each span, in reading order; a negation carries over an enumeration: 没有爆炸、着火. */
export function assertionsOf(text: string, spans: readonly Span[]): Assertion[] {
  const order = spans.map((_, i) => i).sort((a, b) => (spans[a]?.start ?? 0) - (spans[b]?.start ?? 0));
  const assertions: Assertion[] = spans.map(() => 'asserted');
  let previous: { end: number; assertion: Assertion } | undefined;
  for (const index of order) {
    const span = spans[index];
    if (span === undefined) continue;
    let assertion = assertionAt(text, span);
    if (
      assertion === 'asserted' &&
      previous?.assertion === 'negated' &&
      ENUMERATED.test(text.slice(previous.end, span.start))
    ) {
      assertion = 'negated';
    }
    assertions[index] = assertion;
    previous = { end: span.end, assertion };
  }
  return assertions;
}

function assertionAt(text: string, { start, end }: Span): Assertion {
  const before = lastClause(text.slice(Math.max(0, start - BEFORE), start));
  const after = text.slice(end, end + AFTER);
  if (SUPPOSED.test(before) || ASKED_AFTER.test(after) || SUPPOSED_EN.test(before)) return 'supposed';
  return NEGATED.test(before) || NEGATED_EN.test(before) ? 'negated' : 'asserted';
}

function lastClause(text: string): string {
  for (let i = text.length - 1; i >= 0; i -= 1) if (CLAUSE_END.test(text.charAt(i))) return text.slice(i + 1);
  return text;
}
