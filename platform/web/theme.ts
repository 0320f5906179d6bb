import { theme as antd, type ThemeConfig } from 'antd';
import type { ThemeName } from './theme-choice.ts';
import { dark, fontFamily, light, type Tokens } from './tokens.ts';

const token = (t: Tokens): ThemeConfig['token'] => ({
  colorPrimary: t.accent,
  colorPrimaryHover: t.accentH,
  colorPrimaryActive: t.accentH,
  colorPrimaryBg: t.accentSoft,
  colorPrimaryBgHover: t.accentSoft,
  colorPrimaryText: t.accentInk,
  colorLink: t.accent,
  colorLinkHover: t.accentH,
  colorInfo: t.blue,
  colorInfoBg: t.blueBg,
  colorSuccess: t.green,
  colorSuccessBg: t.greenBg,
  colorWarning: t.amber,
  colorWarningBg: t.amberBg,
  colorError: t.red,
  colorErrorBg: t.redBg,
  colorText: t.text,
  colorTextSecondary: t.text2,
  colorTextTertiary: t.text3,
  colorTextDescription: t.text3,
  colorTextPlaceholder: t.text3,
  colorIcon: t.text3,
  colorBgLayout: t.bg,
  colorBgContainer: t.surface,
  colorBgElevated: t.raised,
  colorBgMask: t.scrim,
  colorFillTertiary: t.sunken,
  colorFillSecondary: t.sunken,
  colorFillQuaternary: t.sunken,
  colorBorder: t.border,
  colorBorderSecondary: t.border,
  colorSplit: t.border,
  fontFamily,
  fontSize: 13,
  fontSizeSM: 12,
  fontSizeLG: 14,
  lineHeight: 20 / 13,
  fontWeightStrong: 600,
  borderRadiusXS: 4,
  borderRadiusSM: 4,
  borderRadius: 6,
  borderRadiusLG: 10,
  controlHeightSM: 24,
  controlHeight: 28,
  controlHeightLG: 36,
  controlOutline: t.focus,
  controlOutlineWidth: 3,
  controlItemBgActive: t.accentSoft,
  controlItemBgHover: t.sunken,
  paddingLG: 16,
  padding: 12,
  paddingSM: 8,
  paddingXS: 6,
  paddingXXS: 4,
  boxShadow: t.sh3,
  boxShadowSecondary: t.sh3,
  boxShadowTertiary: t.sh1,
  motionDurationFast: '0.1s',
  motionDurationMid: '0.16s',
  motionDurationSlow: '0.24s',
});

const components = (t: Tokens): ThemeConfig['components'] => ({
  Button: {
    primaryColor: t.onAccent,
    primaryShadow: 'none',
    defaultShadow: 'none',
    dangerShadow: 'none',
    paddingInline: 10,
    paddingInlineSM: 8,
    contentFontSize: 13,
    defaultBg: t.surface,
  },
  Table: {
    headerBg: 'transparent',
    headerColor: t.text3,
    headerSplitColor: 'transparent',
    borderColor: t.border,
    rowHoverBg: t.accentSofter,
    rowSelectedBg: t.accentSofter,
    rowSelectedHoverBg: t.accentSofter,
    cellPaddingBlockSM: 7,
    cellPaddingInlineSM: 8,
  },
  Tabs: {
    horizontalItemGutter: 14,
    horizontalItemPadding: '8px 0',
    inkBarColor: t.accent,
    itemColor: t.text2,
    itemSelectedColor: t.text,
    titleFontSize: 13,
  },
  Segmented: { trackBg: t.sunken, trackPadding: 2, itemSelectedBg: t.segOn, itemColor: t.text2 },
  Tag: { defaultBg: t.sunken, defaultColor: t.text2, fontSizeSM: 12 },
  Input: { activeShadow: `0 0 0 3px ${t.focus}`, paddingInline: 10 },
  Select: { optionSelectedBg: t.accentSoft },
  Switch: {
    trackHeight: 16,
    trackMinWidth: 28,
    handleSize: 12,
    trackPadding: 2,
    colorTextQuaternary: t.strong,
    colorTextTertiary: t.mute,
  },
  Modal: { titleFontSize: 16, borderRadiusLG: 14 },
  Popover: { borderRadiusLG: 10 },
  Card: { headerFontSize: 13, headerHeight: 40, bodyPadding: 16 },
  Statistic: { contentFontSize: 26, titleFontSize: 12 },
  Tooltip: { colorBgSpotlight: t.text, colorTextLightSolid: t.surface },
  Menu: { itemHeight: 32, itemBorderRadius: 6 },
  Form: { labelColor: t.text2, itemMarginBottom: 12 },
  Pagination: { itemSize: 28 },
  Progress: { defaultColor: t.accent },
  // A white tick on the light accent of the dark theme would be 2.1:1.
  Checkbox: { colorWhite: t.onAccent, colorBorder: t.strong },
});

/** The dark algorithm dims the seeds; ours are already measured for the dark ground. */
const keepSeeds =
  (t: Tokens): typeof antd.defaultAlgorithm =>
  (seed, map = antd.defaultAlgorithm(seed)) => ({
    ...map,
    colorPrimary: t.accent,
    colorInfo: t.blue,
    colorSuccess: t.green,
    colorWarning: t.amber,
    colorError: t.red,
    colorLink: t.accent,
  });

const configOf = (name: ThemeName): ThemeConfig => {
  const tokens = name === 'dark' ? dark : light;
  return {
    algorithm: [name === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm, keepSeeds(tokens)],
    cssVar: { key: 'hy' },
    token: token(tokens),
    components: components(tokens),
  };
};

export const antdTheme: Record<ThemeName, ThemeConfig> = { light: configOf('light'), dark: configOf('dark') };
export const tokensOf = (name: ThemeName): Tokens => (name === 'dark' ? dark : light);
