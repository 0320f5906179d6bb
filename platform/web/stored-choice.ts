/**
 * A choice of this browser. Where it keeps nothing for us (cookies blocked; our form in a frame of another site) the mere
 * question throws, and a page without its choice is better than no page.
 */
export const readChoice = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

/** Kept where it can be; until the page is left the caller remembers it himself. */
export const storeChoice = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing to be done, and nothing that the person could do about it either.
  }
};
