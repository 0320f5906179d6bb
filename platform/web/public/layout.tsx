import { type ReactElement, type ReactNode, useEffect } from 'react';
import { chooseLanguage, useLanguage, useText } from '../i18n.ts';
import { EchoMark } from '../parts/echo-mark.tsx';
import { BaseIcon as Icon } from './base-icon.ts';
import { chooseTheme, useTheme } from '../theme-choice.ts';

type LayoutProps = {
  /** The company whose voice this is; the product's own name until it is known. */
  readonly company?: string;
  /** Title of the browser tab. */
  readonly title?: string;
  /** The bar above the thumb: the page's one big button. */
  readonly footer?: ReactNode;
  readonly plainFooter?: boolean;
  readonly children: ReactNode;
};

const Tools = (): ReactElement => {
  const t = useText('platform');
  const language = useLanguage();
  const theme = useTheme();
  const other = language === 'zh-CN' ? 'en' : 'zh-CN';
  const otherTheme = theme === 'dark' ? 'light' : 'dark';
  return (
    <>
      <button type="button" className="tool" lang={other} onClick={() => void chooseLanguage(other)}>
        {t(`language.${other}`)}
      </button>
      <button
        type="button"
        className="tool"
        aria-label={t(`public.${otherTheme}`)}
        onClick={() => chooseTheme(otherTheme)}
      >
        <Icon name={otherTheme === 'dark' ? 'moon' : 'sun'} size="l" />
      </button>
    </>
  );
};

export const PublicLayout = ({ company, title, footer, plainFooter, children }: LayoutProps): ReactElement => {
  const t = useText('platform');
  const name = company ?? t('product');
  useEffect(() => {
    document.title = title ? `${title} · ${name}` : name;
  }, [title, name]);
  return (
    <div className="pub">
      <a className="skip" href="#content">
        {t('public.skip')}
      </a>
      <header className="bar0">
        <div>
          <EchoMark size={26} />
          <span className="el">{name}</span>
          <span className="sp" />
          <Tools />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      {footer ? (
        <footer className={`foot0 ${plainFooter ? 'plain' : ''}`}>
          <div>{footer}</div>
        </footer>
      ) : null}
    </div>
  );
};
