/** One key per content until it has arrived: sending again after a lost answer counts once, new words count anew. */
export type SendingKey = { of(content: string): string; arrived(): void };

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** randomUUID is missing without https. */
const newKey = (): string => hex(crypto.getRandomValues(new Uint8Array(16)));

export const makeSendingKey = (): SendingKey => {
  let kept: { content: string; key: string } | null = null;
  return {
    of(content) {
      if (kept?.content !== content) kept = { content, key: newKey() };
      return kept.key;
    },
    arrived() {
      kept = null;
    },
  };
};
