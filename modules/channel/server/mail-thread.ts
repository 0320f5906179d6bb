/** Mail clients put the mails of one ticket together by these headers (RFC 5322, 3.6.4). */
export type ThreadHeaders = { messageId: string; inReplyTo?: string; references: string };

const domainOfAddress = /@([A-Za-z0-9.-]+)>?\s*$/;

/** Domain after the @ of Message-IDs: the sender's, so that it is ours to name. */
export const mailDomain = (mailFrom: string, publicUrl: string): string =>
  domainOfAddress.exec(mailFrom)?.[1] ?? new URL(publicUrl).hostname;

export const mailMessageId = (number: string, outboxId: string, domain: string): string =>
  `<ticket.${number}.${outboxId}@${domain}>`;

/** Stands for the ticket itself: no mail has this id, all refer to it, so they hang together whatever order they come in. */
const rootId = (number: string, domain: string): string => `<ticket.${number}@${domain}>`;

export const threadHeaders = (
  mail: { number: string; mailMessageId: string },
  before: readonly string[],
  domain: string,
): ThreadHeaders => {
  const root = rootId(mail.number, domain);
  return {
    messageId: mail.mailMessageId,
    inReplyTo: before.at(-1) ?? root,
    references: [root, ...before].join(' '),
  };
};
