const form = /^#m-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The id in `#m-<id>`; anything else in the address is no link to a message. */
export const linkedMessage = (hash: string): string | null => form.exec(hash)?.[1]?.toLowerCase() ?? null;
