export type IdentityKind = 'phone' | 'email' | 'external';
export type Identity = { readonly kind: IdentityKind; readonly value: string };

const mobile = /^1[3-9]\d{9}$/;
const service = /^[48]00\d{7}$/;
const longestEmail = 254;

/**
 * One spelling for each number, so that 138 0013 8000, +86-13800138000 and 008613800138000 are one customer: mobiles of
 * mainland China as +86…, its landlines with their 0, numbers of elsewhere as +…; null for what can be no number.
 * An extension stays behind a hyphen: a switchboard is not one person.
 */
export const normalisePhone = (input: string): string | null => {
  // As nearly everybody writes his own; each way in asks for it three times.
  if (mobile.test(input)) return `+86${input}`;
  const plain = input.normalize('NFKC').trim();
  if (plain.length > 40 || /[\p{L}--[转分机extEXT]]/v.test(plain)) return null;
  const [main = '', extension] = plain.split(/\s*(?:转|分机|ext\.?|x|#)\s*|(?<=\d{7})-(?=\d{1,5}$)/i);
  const digits = main.replaceAll(/\D/g, '');
  const abroad = main.startsWith('+') || digits.startsWith('00');
  const whole = abroad ? digits.replace(/^0+/, '') : digits;
  const number = whole.startsWith('86') && (abroad || whole.length > 11) ? whole.slice(2) : whole;
  const chinese = !abroad || whole.startsWith('86');
  const tail = extension === undefined || extension === '' ? '' : `-${extension.replaceAll(/\D/g, '')}`;
  if (!chinese) return whole.length >= 7 && whole.length <= 15 ? `+${whole}${tail}` : null;
  if (mobile.test(number)) return `+86${number}`;
  if (service.test(number)) return number;
  if (number.length < 5 || number.length > 13) return null;
  return abroad && !number.startsWith('0') && number.length >= 9 ? `0${number}${tail}` : `${number}${tail}`;
};

export const normaliseEmail = (input: string): string | null => {
  const plain = input.normalize('NFKC').trim().toLowerCase();
  return plain.length <= longestEmail && /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(plain) ? plain : null;
};

/** The last four digits of a number as its owner would say them. */
export const tailOf = (phone: string): string => (phone.split('-')[0] ?? '').replaceAll(/\D/g, '').slice(-4);

export type ContactInput = { readonly phone?: string; readonly email?: string; readonly externalId?: string };

/** What identifies somebody, the most certain first: an id given by a system, a phone, then an e-mail address. */
export const identitiesOf = (contact: ContactInput): Identity[] => {
  const external = contact.externalId?.normalize('NFKC').trim().slice(0, 200) ?? '';
  const phone = contact.phone === undefined ? null : normalisePhone(contact.phone);
  const email = contact.email === undefined ? null : normaliseEmail(contact.email);
  const found: Identity[] = [];
  if (external !== '') found.push({ kind: 'external', value: external });
  if (phone !== null) found.push({ kind: 'phone', value: phone });
  if (email !== null) found.push({ kind: 'email', value: email });
  return found;
};

export const identityKey = (identity: Identity): string => `${identity.kind}\n${identity.value}`;
