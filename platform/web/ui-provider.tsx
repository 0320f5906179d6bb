import { ConfigProvider } from 'antd';
import antdZh from 'antd/locale/zh_CN.js';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import { type ReactElement, type ReactNode, useEffect } from 'react';
import { useLanguage, useText } from './i18n.ts';
import './parts/desk-icon-paths.ts';
import { ConfirmHost } from './parts/confirm.tsx';
import { ToastHost } from './parts/toast-host.tsx';
import { antdTheme } from './theme.ts';
import { useTheme } from './theme-choice.ts';

/** A CommonJS module reached from ESM: bundlers and Node differ in how deep its default export lies. */
const zhLocale = 'default' in antdZh ? antdZh.default : antdZh;

/** Menus and lists open in a landmark of their own, so that no content stands outside all of them. */
const layer = (): HTMLElement => document.getElementById('layer') ?? document.body;

/** Theme, language of antd, toasts and confirmations for everything below. */
export const UiProvider = ({ children }: { readonly children: ReactNode }): ReactElement => {
  const theme = useTheme();
  const language = useLanguage();
  const t = useText('platform');
  useEffect(() => {
    dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en');
  }, [language]);
  return (
    <ConfigProvider
      theme={antdTheme[theme]}
      button={{ autoInsertSpace: false }}
      getPopupContainer={layer}
      {...(language === 'zh-CN' ? { locale: zhLocale } : {})}
    >
      {children}
      <section id="layer" aria-label={t('layer')} />
      <ConfirmHost />
      <ToastHost />
    </ConfigProvider>
  );
};
