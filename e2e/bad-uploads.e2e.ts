import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
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

describe('the form on a bad day', () => {
  const words = '门锁半夜自己报警，邻居都来敲门了';
  const field = 'textarea';
  const submit = 'button[type="submit"]';
  const ticketsNow = async (): Promise<number> => {
    const answer = await (await it.as('admin'))('GET', '/api/tickets?state=all&limit=200');
    return z
      .object({ items: z.array(z.object({ subject: z.string() })) })
      .parse(answer.body)
      .items.filter((one) => one.subject.startsWith('门锁半夜')).length;
  };

  test('weighs less than 110 kB of script, packed as any server packs', async () => {
    const page = await stage.page(await visitor(stage.browser));
    const scripts: string[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.url());
    });
    await page.goto(`${it.url}/f`);
    await page.locator(field).waitFor();
    const sizes = await Promise.all(
      scripts.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.log(`${scripts.length} scripts, ${total} bytes`);
    expect(scripts.length).toBeGreaterThan(1);
    expect(total).toBeLessThan(110_000);
  });

  test('without a line nothing typed is lost, over a reload and the way back, and pressing twice sends once', async () => {
    const context = await visitor(stage.browser);
    const page = await stage.page(context);
    await page.goto(`${it.url}/f`);
    await page.locator(field).fill(words);
    await page
      .locator('input[type="file"]')
      .first()
      .setInputFiles({ name: '门锁.png', mimeType: 'image/png', buffer: picture });
    await page.locator('.fthumbs li, li:has(.pic)').first().waitFor();
    await page.locator('[role="progressbar"]').waitFor({ state: 'detached' });
    await context.setOffline(true);
    await page.locator(submit).click();
    await page.locator('.say.rd').waitFor();
    expect(await page.locator(field).inputValue()).toBe(words);
    await context.setOffline(false);
    await page.reload();
    await page.locator(field).waitFor();
    expect(await page.locator(field).inputValue()).toBe(words);
    await page.getByText('门锁.png').waitFor();
    await page.goto(`${it.url}/t`);
    await page.goBack();
    await page.locator(field).waitFor();
    expect(await page.locator(field).inputValue()).toBe(words);
    // One by hand, the other before the page could grey the button out.
    await page.locator(submit).evaluate((button) => {
      if (!(button instanceof HTMLButtonElement)) throw new Error('no button');
      button.click();
      button.click();
    });
    await page.locator('.code').waitFor();
    expect(await ticketsNow()).toBe(1);
    const shown = await page.locator('.code').textContent();
    await page.reload();
    await page.locator('.code').waitFor();
    expect(await page.locator('.code').textContent()).toBe(shown);
  });

  test('a file too large or of the wrong sort is refused by name, and the rest stays', async () => {
    const page = await stage.page(await visitor(stage.browser, { language: 'en' }));
    await page.goto(`${it.url}/f`);
    await page.locator(field).fill(words);
    const input = page.locator('input[type="file"]').first();
    // Made in the page: so many bytes would take their time through the pipe.
    await input.evaluate((target, bytes) => {
      const given = new DataTransfer();
      given.items.add(new File([new Uint8Array(bytes)], 'film.mp4', { type: 'video/mp4' }));
      if (!(target instanceof HTMLInputElement)) throw new Error('no input');
      target.files = given.files;
      target.dispatchEvent(new Event('change', { bubbles: true }));
    }, 26 * megabyte);
    await page.getByText('film.mp4').first().waitFor();
    await input.setInputFiles({ name: 'setup.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') });
    await page.getByText('setup.exe').first().waitFor();
    expect(await page.locator(field).inputValue()).toBe(words);
  });

  test('a page whose texts do not arrive says so instead of staying white', async () => {
    const page = await stage.page(await visitor(stage.browser));
    await page.route('**/*.json', (route) => route.abort());
    await page.goto(`${it.url}/f`);
    await page.locator('.boot.failed').waitFor();
  });

  test('a further word outlives a reload', async () => {
    const made = receipt.parse((await it.anyone('POST', '/api/public/feedback', { content: words })).body);
    const page = await stage.page(await visitor(stage.browser));
    await page.goto(made.trackingUrl);
    await page.locator('.say1 textarea').fill('还在响');
    await page.reload();
    await page.locator('.say1 textarea').waitFor();
    expect(await page.locator('.say1 textarea').inputValue()).toBe('还在响');
  });
});
