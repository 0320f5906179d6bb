import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '#test/app.ts';
import { signIn, visitor } from './browser.ts';
import { hire, openStage, type Stage } from './stage.ts';

const megabyte = 1_048_576;
const uploaded = z.object({ id: z.string() });
const receipt = z.object({ number: z.string(), trackingUrl: z.string() });
const problem = z.object({ detail: z.string(), code: z.string() });

/** One white pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);

let it: TestApp;
let stage: Stage;

beforeAll(async () => {
  it = await startTestApp();
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
  await it.stop();
});

const send = (bytes: Buffer, name: string, type: string) => {
  const form = new FormData();
  form.set('file', new File([Uint8Array.from(bytes)], name, { type }));
  return it.anyone('POST', '/api/public/attachments', form, { 'accept-language': 'zh-CN' });
};

type Flood = { status: number; sentMegabytes: number };

/** Writes on and on until the server answers or `megabytes` are through. */
const flood = (url: string, megabytes: number): Promise<Flood> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=flood' };
    const call = request(url, { method: 'POST', headers });
    const piece = Buffer.alloc(megabyte, 0x20);
    let sent = 0;
    let over = false;
    call.on('response', (response) => {
      over = true;
      response.resume();
      resolve({ status: response.statusCode ?? 0, sentMegabytes: sent });
      call.destroy();
    });
    call.on('error', (error) => {
      if (!over) reject(error);
    });
    const more = (): void => {
      while (!over && sent < megabytes) {
        sent += 1;
        if (!call.write(piece)) {
          call.once('drain', more);
          return;
        }
      }
      if (!over) call.end('\r\n--flood--\r\n');
    };
    call.write(
      '--flood\r\nContent-Disposition: form-data; name="file"; filename="clip.mp4"\r\nContent-Type: video/mp4\r\n\r\n',
    );
    // What is refused must be refused for its size, so it begins as a film does.
    call.write(Buffer.from('000000206674797069736f6d0000020069736f6d69736f3261766331', 'hex'));
    more();
  });

describe('files that nobody should send', () => {
  test.each([
    ['MZ', Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'), Buffer.alloc(4096)])],
    ['ELF', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\x00', 'latin1'), Buffer.alloc(4096)])],
    ['script', Buffer.from('<script>alert(1)</script>')],
  ])('a renamed executable (%s) is no picture, and the answer says so', async (_kind, bytes) => {
    const reply = await send(bytes, '墙角.png', 'image/png');
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    const said = problem.parse(reply.body);
    console.log(`${reply.status} ${said.code}: ${said.detail}`);
    expect(said.detail).toMatch(/[一-鿿]{4}/);
  });

  test('200 MB are refused long before their end, and the server goes on', async () => {
    const { status, sentMegabytes } = await flood(`${it.url}/api/public/attachments`, 200);
    console.log(`${status} after ${sentMegabytes} MB`);
    expect(status).toBe(413);
    expect(sentMegabytes).toBeLessThan(150);
    expect((await it.anyone('GET', '/readyz')).status).toBe(200);
    expect((await send(picture, '墙角.png', 'image/png')).status).toBe(201);
  });

  test('script in subject, words and names of files is text', async () => {
    const trap = '<img src=x onerror="window.caught=1"><script>window.caught=1</script>';
    const { id } = uploaded.parse((await send(picture, '<img src=x onerror=window.caught=1>.png', 'image/png')).body);
    const body = {
      subject: `打不开${trap}`,
      content: `页面打不开 ${trap}`,
      attachments: [id],
      contact: { name: trap },
    };
    const { number, trackingUrl } = receipt.parse((await it.anyone('POST', '/api/public/feedback', body)).body);
    const page = await stage.page(await visitor(stage.browser));
    await page.goto(trackingUrl);
    await page.locator('.talk').getByText(`页面打不开 ${trap}`).waitFor();
    expect(await page.evaluate(() => 'caught' in window)).toBe(false);
    await signIn(page, it.url, await hire(it, 'supervisor', '周亦航'));
    await page.goto(`${it.url}/tickets/${number}`);
    await page.locator('.wt .tb').getByText(`页面打不开 ${trap}`).waitFor();
    await page.locator('.wt h1, .wt h2').getByText('打不开<img').first().waitFor();
    await page.goto(`${it.url}/workbench?v=open&t=${number}`);
    await page.locator('.wrow').first().waitFor();
    expect(await page.evaluate(() => 'caught' in window)).toBe(false);
    await stage.picture(page, 'script-is-text');
  });
});
