import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboxPage } from './inbox-page.ts';
import { startMailCatcher, type MailCatcher } from './mail-catcher.ts';
import { readMail } from './mail-text.ts';

let catcher: MailCatcher;
beforeAll(async () => {
  catcher = await startMailCatcher();
});
afterAll(() => catcher.stop());

const send = (subject: string, text: string, to = 'min@example.com') => {
  const transport = createTransport({ url: catcher.url, connectionTimeout: 2000, socketTimeout: 1000 });
  return transport.sendMail({ from: 'a@b.example', to, subject, text }).finally(() => transport.close());
};

test('a mail is read as it was written, whatever its encoding on the way', async () => {
  const subject = '除湿机三天没动，家里等着用，请尽快处理，谢谢 🙂 and a long tail of latin words';
  const texts = ['plain', '您好：\n\n= 等号 =3D\n.点\n<script>alert(1)</script>', 'é'.repeat(500)];
  for (const text of texts) await send(subject, text);
  expect(catcher.mails('min@example.com').map((mail) => mail.text)).toEqual(texts);
  expect(catcher.mails()[0]?.subject).toBe(subject);
  expect(catcher.mails('other@example.com')).toEqual([]);
});

test('faults are what a mail server would say', async () => {
  catcher.clear();
  catcher.fail('busy');
  await expect(send('s', 't')).rejects.toThrow('451');
  catcher.fail('refuse');
  await expect(send('s', 't')).rejects.toThrow('550');
  catcher.fail('silent');
  await expect(send('s', 't')).rejects.toThrow(/[Tt]imeout/);
  catcher.fail('none');
  await send('s', 't');
  expect(catcher.mails()).toHaveLength(1);
});

test('the inbox shows mail as text and links, never as markup', async () => {
  await send('<b>x</b>', 'see http://h.example/t/a?b=1&c=2 <i>');
  const page = inboxPage(catcher.mails(), 'none', catcher.url);
  expect(page).toContain('&lt;b&gt;x&lt;/b&gt;');
  expect(page).toContain('<a href="http://h.example/t/a?b=1&amp;c=2"');
  expect(page).not.toContain('<i>');
});

test('headers that are folded or missing are no trouble', () => {
  expect(readMail(Buffer.from('Subject: a\r\n b\r\nX: 1\r\n\r\nbody\r\n')).subject).toBe('a b');
  expect(readMail(Buffer.from('no headers'))).toMatchObject({ subject: '', text: '' });
});
