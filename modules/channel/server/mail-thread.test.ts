import { expect, test } from 'vitest';
import { mailDomain, mailMessageId, threadHeaders } from './mail-thread.ts';

test('the domain is the sender’s, else our own address', () => {
  expect(mailDomain('榆里家居 <care@yuli.example>', 'https://huiyin.example')).toBe('yuli.example');
  expect(mailDomain('care@yuli.example', 'https://huiyin.example')).toBe('yuli.example');
  expect(mailDomain('nobody', 'https://huiyin.example:8443')).toBe('huiyin.example');
});

test('mails of a ticket refer to its root and to those before them', () => {
  const mail = { number: '38274165', mailMessageId: mailMessageId('38274165', 'b', 'y.example') };
  expect(mail.mailMessageId).toBe('<ticket.38274165.b@y.example>');
  const root = '<ticket.38274165@y.example>';
  expect(threadHeaders(mail, [], 'y.example')).toEqual({
    messageId: mail.mailMessageId,
    inReplyTo: root,
    references: root,
  });
  expect(threadHeaders(mail, ['<1@y>', '<2@y>'], 'y.example')).toMatchObject({
    inReplyTo: '<2@y>',
    references: `${root} <1@y> <2@y>`,
  });
});
