import { useLanguage } from '#platform/web/i18n.ts';

const cents = 100;

/** Whole cents as people read money in their language. */
export const useMoney = (): ((amountCents: number, currency: string) => string) => {
  const language = useLanguage();
  return (amountCents, currency) =>
    new Intl.NumberFormat(language, { style: 'currency', currency }).format(amountCents / cents);
};

/** What was typed, in whole cents; rounding cannot lose one, because 0.29 * 100 is rounded and not cut. */
export const toCents = (amount: number | null): number => (amount === null ? 0 : Math.round(amount * cents));
