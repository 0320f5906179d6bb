import type { CaughtMail, MailFault } from './mail-catcher.ts';
import { mailFaults } from './mail-catcher.ts';

const escape = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const linked = (text: string): string =>
  escape(text).replaceAll(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}" target="_blank" rel="noopener">${url}</a>`);

const mailBlock = (mail: CaughtMail): string => `<article>
  <header><b>${escape(mail.subject)}</b><small>${escape(mail.from)} → ${escape(mail.to.join(', '))} · <time>${mail.at}</time></small></header>
  <p>${linked(mail.text).replaceAll('\n', '<br>')}</p>
  <details><summary>headers</summary><code>Message-ID: ${escape(mail.messageId)}<br>In-Reply-To: ${escape(mail.inReplyTo)}<br>References: ${escape(mail.references)}</code></details>
</article>`;

const faultButtons = (current: MailFault): string =>
  mailFaults
    .map(
      (fault) =>
        `<button name="fault" value="${fault}"${fault === current ? ' aria-pressed="true"' : ''}>${fault}</button>`,
    )
    .join(' ');

const style = `:root{color-scheme:light dark;--line:#8884}body{font:15px/1.6 system-ui,sans-serif;max-width:760px;margin:24px auto;padding:0 16px}
article{border:1px solid var(--line);border-radius:10px;padding:12px 16px;margin:12px 0}header small{display:block;opacity:.75}
button{font:inherit;min-height:32px;padding:2px 10px}button[aria-pressed]{font-weight:600;outline:2px solid}code{font-size:12px;overflow-wrap:anywhere}`;

/** The customer's inbox: what our mails look like on the other side. */
export const inboxPage = (mails: readonly CaughtMail[], fault: MailFault, smtpUrl: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="5"><title>Customer's inbox · sim</title><style>${style}</style></head>
<body><h1>Customer's inbox</h1><p>Set <code>SMTP_URL=${escape(smtpUrl)}</code> and everything the product sends ends up here.</p>
<form method="post" action="/fault"><span>Fault on the way:</span> ${faultButtons(fault)}</form>
<main aria-live="polite">${mails.length === 0 ? '<p>No mail yet.</p>' : mails.toReversed().map(mailBlock).join('')}</main></body></html>`;
