/**
 * Keys of actions. A binding is a sequence of chords: `A`, `Mod+Enter`, `Shift+1`, `G H`, `?`.
 * `Mod` is Ctrl, on a Mac the command key. Alt+letter is refused by type of use: it writes characters on many layouts.
 */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode?: number;
};

type Chord = { readonly key: string; readonly mod: boolean; readonly shift: boolean };

const namedKeys: Record<string, string> = {
  enter: 'Enter',
  esc: 'Escape',
  escape: 'Escape',
  tab: 'Tab',
  space: ' ',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  backspace: 'Backspace',
  delete: 'Delete',
};

export const parseChord = (chord: string): Chord => {
  const parts = chord.length > 1 ? chord.split('+') : [chord];
  const last = parts.at(-1) ?? '';
  const modifiers = parts.slice(0, -1).map((part) => part.toLowerCase());
  if (modifiers.includes('alt')) throw new Error(`Alt writes characters on many keyboards: ${chord}`);
  return {
    key: namedKeys[last.toLowerCase()] ?? last.toLowerCase(),
    mod: modifiers.includes('mod'),
    shift: modifiers.includes('shift'),
  };
};

export const parseKeys = (keys: string): Chord[] => keys.trim().split(/\s+/).map(parseChord);

/** Pinyin candidates and the like are being chosen: no key belongs to us then. 229 is what older browsers say. */
export const isComposing = (press: KeyPress): boolean =>
  press.isComposing || press.keyCode === 229 || press.key === 'Process';

const codeOf = (key: string): string | undefined => {
  if (/^[a-z]$/.test(key)) return `Key${key.toUpperCase()}`;
  return /^\d$/.test(key) ? `Digit${key}` : undefined;
};

/** Letters by what they write; by their place where the layout writes no Latin. Digits by place, as Shift changes them. */
const sameKey = (press: KeyPress, key: string): boolean => {
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  const code = codeOf(key);
  if (code === undefined || press.code !== code) return false;
  return code.startsWith('Digit') || !/^[\u0020-\u007e]$/.test(press.key);
};

export const matchChord = (press: KeyPress, chord: Chord, mac: boolean): boolean => {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  if (press.altKey || other || mod !== chord.mod || !sameKey(press, chord.key)) return false;
  // A sign such as ? already needs Shift on most layouts, so only letters, digits and named keys ask for it.
  const shiftMatters = codeOf(chord.key) !== undefined || chord.key.length > 1;
  return !shiftMatters || press.shiftKey === chord.shift;
};

export type Binding<T> = { readonly keys: string; readonly value: T };
export type KeyState = { readonly typed: readonly KeyPress[]; readonly at: number };
export const restingKeys: KeyState = { typed: [], at: 0 };

const sequenceGapMs = 1_200;

/** Single keys write text inside a field; only chords with Ctrl or command work there. */
const worksInField = (chords: readonly Chord[]): boolean => chords.every((chord) => chord.mod);

export type KeyContext = { readonly inField: boolean; readonly mac: boolean; readonly now: number };

/** One key press against all bindings: what it starts, and what is remembered of an unfinished sequence. */
export const pressKey = <T>(
  bindings: readonly Binding<T>[],
  state: KeyState,
  press: KeyPress,
  context: KeyContext,
): { readonly hit: T | undefined; readonly state: KeyState } => {
  if (isComposing(press)) return { hit: undefined, state: restingKeys };
  if (['Shift', 'Control', 'Meta', 'Alt'].includes(press.key)) return { hit: undefined, state };
  const fresh = context.now - state.at <= sequenceGapMs ? state.typed : [];
  for (const typed of fresh.length > 0 ? [[...fresh, press], [press]] : [[press]]) {
    const known = bindings
      .map((binding) => ({ binding, chords: parseKeys(binding.keys) }))
      .filter(({ chords }) => !context.inField || worksInField(chords))
      .filter(({ chords }) =>
        typed.every((each, index) => {
          const chord = chords[index];
          return chord !== undefined && matchChord(each, chord, context.mac);
        }),
      );
    const whole = known.find(({ chords }) => chords.length === typed.length);
    if (whole) return { hit: whole.binding.value, state: restingKeys };
    if (known.length > 0) return { hit: undefined, state: { typed, at: context.now } };
  }
  return { hit: undefined, state: restingKeys };
};

const macWords: Record<string, string> = { mod: '⌘', shift: '⇧' };
const plainWords: Record<string, string> = { mod: 'Ctrl', shift: 'Shift' };
const keySigns: Record<string, string> = {
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
};

const chordWords = (chord: Chord, mac: boolean): string[] => {
  const words = mac ? macWords : plainWords;
  const key = keySigns[chord.key] ?? (chord.key.length === 1 ? chord.key.toUpperCase() : chord.key);
  return [...(chord.mod ? [words['mod'] ?? ''] : []), ...(chord.shift ? [words['shift'] ?? ''] : []), key];
};

/** The keys of a binding as they are printed beside its action. */
export const keyWords = (keys: string, mac: boolean): string[] =>
  parseKeys(keys).flatMap((chord) => chordWords(chord, mac));

/** For `aria-keyshortcuts`. */
export const ariaKeys = (keys: string, mac: boolean): string =>
  parseKeys(keys)
    .map((chord) => [chord.mod ? (mac ? 'Meta' : 'Control') : '', chord.shift ? 'Shift' : '', chord.key])
    .map((parts) => parts.filter(Boolean).join('+'))
    .join(' ');

export const isMac = (): boolean => typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

const pressable = 'a[href], button, summary, [role="button"], [role="tab"], [role="menuitem"], [role="option"]';

/** Whoever walked to a link or a button by keyboard presses it with Enter; after a click Enter belongs to the list again. */
export const isPressing = (event: KeyboardEvent): boolean =>
  (event.key === 'Enter' || event.key === ' ') &&
  !(event.ctrlKey || event.metaKey || event.altKey) &&
  event.target instanceof HTMLElement &&
  event.target.matches(`:is(${pressable}):focus-visible`);

export const isField = (target: EventTarget | null): boolean => {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
  const notText = ['checkbox', 'radio', 'button', 'submit', 'range', 'file', 'color'];
  return target instanceof HTMLInputElement && !notText.includes(target.type);
};
