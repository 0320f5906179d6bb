/** ISO 4217 code; anything else is no currency. */
const currencyCode = /^[A-Z]{3}$/;

/** Units, not cents: `¥3,800.00`, `US$12.50`; the same in every language, so that a stored title reads well in both. */
export const moneyText = (amount: number, currency = 'CNY'): string =>
  new Intl.NumberFormat('zh-CN', {
    style: 'currency',
    currency: currencyCode.test(currency) ? currency : 'CNY',
  }).format(amount);
