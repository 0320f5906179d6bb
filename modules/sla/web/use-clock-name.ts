import { hasText, useLanguage, useText } from '#platform/web/i18n.ts';

type Named = { readonly clock: string; readonly name: string; readonly nameEn: string };

/** Clocks of a profile bring their names; the two of a simple promise have theirs in the texts. */
export const useClockName = (): ((clock: Named) => string) => {
  const t = useText('sla');
  const language = useLanguage();
  return ({ clock, name, nameEn }) =>
    (language === 'en' && nameEn) || name || (hasText('sla', `clock.${clock}`) ? t(`clock.${clock}`) : clock);
};
