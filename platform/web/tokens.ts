/**
 * The tokens of DESIGN.md section 2. `tokens.css` holds the same values as variables;
 * tokens.test.ts keeps the two alike, so that public pages need no script for their colours.
 */
export const fontFamily =
  '"HarmonyOS Sans SC","PingFang SC","Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif';

export const light = {
  bg: '#F5F7F6',
  surface: '#FFFFFF',
  sunken: '#EDF0EF',
  raised: '#FFFFFF',
  border: '#E0E6E3',
  strong: '#C6CFCC',
  text: '#17201E',
  text2: '#47534F',
  text3: '#5E6B66',
  mute: '#84918C',
  accent: '#0D6A61',
  accentH: '#0A574F',
  accentSoft: '#E2F1EE',
  accentSofter: '#F1F8F6',
  accentInk: '#0A574F',
  onAccent: '#FFFFFF',
  focus: '#0D6A6155',
  red: '#B3261E',
  redBg: '#FCEBE9',
  amber: '#8A4B00',
  amberBg: '#FDF1DC',
  green: '#2C6A2F',
  greenBg: '#E8F3E6',
  violet: '#5A4A8F',
  violetBg: '#EFECF8',
  blue: '#235A93',
  blueBg: '#E7F0F9',
  note: '#FBF5DF',
  noteB: '#EBDFB0',
  noteInk: '#6B5200',
  c1: '#0B7A70',
  c2: '#D07A12',
  c3: '#3B62B4',
  c4: '#B83A63',
  c5: '#5E4D10',
  c6: '#A084D2',
  c7: '#84918C',
  h0: '#EDF0EF',
  h1: '#D3E8E4',
  h2: '#A3D0C9',
  h3: '#63AFA5',
  h4: '#1A786E',
  h5: '#0A574F',
  segOn: '#FFFFFF',
  sh1: '0 1px 2px #17201E0D',
  sh2: '0 4px 16px -4px #17201E1F,0 1px 3px #17201E14',
  sh3: '0 24px 64px -12px #17201E4D,0 4px 16px #17201E1F',
  scrim: '#17201E59',
};

export type Tokens = typeof light;

export const dark: Tokens = {
  bg: '#0E1312',
  surface: '#151B1A',
  sunken: '#1D2524',
  raised: '#1C2423',
  border: '#27312F',
  strong: '#3A4744',
  text: '#E5ECE9',
  text2: '#AEBBB7',
  text3: '#8B9995',
  mute: '#71807B',
  accent: '#56C2B3',
  accentH: '#74D3C5',
  accentSoft: '#17302D',
  accentSofter: '#14221F',
  accentInk: '#86DACD',
  onAccent: '#06201C',
  focus: '#56C2B366',
  red: '#FF9A8F',
  redBg: '#3A1C19',
  amber: '#F2BC63',
  amberBg: '#352812',
  green: '#8FCB8B',
  greenBg: '#1A2E1C',
  violet: '#BDB0F0',
  violetBg: '#272338',
  blue: '#8FBDEB',
  blueBg: '#182838',
  note: '#28230F',
  noteB: '#453C1B',
  noteInk: '#E3CB7A',
  c1: '#35B8A8',
  c2: '#FFC266',
  c3: '#6F97EE',
  c4: '#E8668F',
  c5: '#A58B3A',
  c6: '#D3C0F2',
  c7: '#7B8884',
  h0: '#1D2524',
  h1: '#17322F',
  h2: '#1B4A45',
  h3: '#23716A',
  h4: '#3DA094',
  h5: '#86DACD',
  segOn: '#2A3533',
  sh1: '0 1px 2px #0006',
  sh2: '0 4px 16px -4px #000A,0 0 0 1px #27312F',
  sh3: '0 24px 64px -12px #000D,0 0 0 1px #3A4744',
  scrim: '#000000A6',
};

/** `accentSoft` -> `--accent-soft`, `text2` -> `--text2`. */
export const variableName = (token: string): string =>
  `--${token.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}`;

export const declarations = (tokens: Tokens): string =>
  Object.entries(tokens)
    .map(([name, value]) => `  ${variableName(name)}: ${value};`)
    .join('\n');
