import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, configTable, readConfig } from './config.ts';

describe('settings', () => {
  test('nothing set gives a process for one machine', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      role: 'all',
      databaseUrl: undefined,
      trustProxy: false,
      secureCookies: false,
    });
    expect(readConfig({}).dataDir).toBe(path.resolve('data'));
  });

  test('an empty value is as good as none', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: undefined });
  });

  test('every wrong value is told at once, by name', () => {
    const wrong = {
      PORT: 'seventy',
      DATABASE_URL: 'mysql://x',
      HUIYIN_ROLE: 'boss',
      SMTP_URL: 'http://mail',
      TRUST_PROXY: 'perhaps',
      LOG_LEVEL: 'loud',
      UPLOAD_LIMIT_MB: '0',
    };
    try {
      readConfig(wrong);
      expect.unreachable('wrong settings were accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      if (!(error instanceof ConfigError)) return;
      for (const name of Object.keys(wrong))
        expect(
          error.problems.some((line) => line.startsWith(`${name}:`)),
          name,
        ).toBe(true);
      for (const name of Object.keys(wrong)) expect(error.message).toContain(name);
    }
  });

  test.each([
    ['https://huiyin.example.com/', true],
    ['http://huiyin.example.com', false],
  ])('%s decides whether cookies need https, unless it is said', (PUBLIC_URL, secure) => {
    expect(readConfig({ PUBLIC_URL }).secureCookies).toBe(secure);
    expect(readConfig({ PUBLIC_URL }).publicUrl?.endsWith('/')).toBe(false);
    expect(readConfig({ PUBLIC_URL, SECURE_COOKIES: 'no' }).secureCookies).toBe(false);
  });

  test('defaults of a command stand behind what the environment says', () => {
    expect(readConfig({}, { HUIYIN_DATA: '/srv/a' }).dataDir).toBe('/srv/a');
    expect(readConfig({ HUIYIN_DATA: '/srv/b' }, { HUIYIN_DATA: '/srv/a' }).dataDir).toBe('/srv/b');
  });

  test('every setting says what it is about', () => {
    for (const [name, { about }] of Object.entries(configTable)) expect(about.length, name).toBeGreaterThan(20);
  });
});
