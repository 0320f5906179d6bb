export type PublicAddress = {
  readonly page: 'form' | 'tracking' | 'survey';
  readonly namespace: 'collect' | 'follow-up';
  readonly props: { readonly form?: string; readonly token?: string };
};

/** A hand may have cut an address in the middle of a character. */
const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** `/f`, `/f/shop`, `/t`, `/t/<token>`, `/s/<token>`. */
export const readAddress = (pathname: string): PublicAddress | null => {
  const [root = '', rest = '', ...more] = pathname.split('/').filter(Boolean);
  if (more.length > 0) return null;
  const value = decoded(rest);
  if (value === null) return null;
  if (root === 'f') return { page: 'form', namespace: 'collect', props: value ? { form: value } : {} };
  if (root === 't') return { page: 'tracking', namespace: 'follow-up', props: value ? { token: value } : {} };
  return root === 's' && value ? { page: 'survey', namespace: 'follow-up', props: { token: value } } : null;
};
