import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';
import { readExamples } from './read-examples.js';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = BROWSERS.find((path) => existsSync(path));

const folder = mkdtempSync(join(tmpdir(), 'gateway-explorer-'));
let shop: TestGateway;
beforeAll(async () => {
  writeFileSync(join(folder, '01-say-ping.graphql'), 'query SayPing {\n  ping\n}\n');
  writeFileSync(
    join(folder, '02-one-product.graphql'),
    'query OneProduct($id: ID!) {\n  product(id: $id) {\n    name\n  }\n}\n',
  );
  writeFileSync(join(folder, '02-one-product.variables.json'), '{ "id": "7" }');
  shop = await testGateway({}, { examplesFolder: folder });
});
afterAll(async () => {
  await shop.gateway.close();
  rmSync(folder, { recursive: true });
});

describe('examples', () => {
  it('are read in order, with their variables', () => {
    expect(readExamples(folder)).toEqual([
      { title: 'say ping', query: 'query SayPing {\n  ping\n}\n' },
      {
        title: 'one product',
        query: 'query OneProduct($id: ID!) {\n  product(id: $id) {\n    name\n  }\n}\n',
        variables: '{ "id": "7" }',
      },
    ]);
    expect(readExamples(join(folder, 'absent'))).toEqual([]);
  });
});

describe('the explorer', () => {
  it('names no other host in its page', async () => {
    const page = await (await shop.fetch('/')).text();
    expect(page).not.toMatch(/https?:\/\/(?!127\.0\.0\.1|localhost)/);
    const script = /"(\/explorer\/[^"]+\.js)"/.exec(page)?.[1];
    expect((await shop.fetch(script!)).status).toBe(200);
  });

  it('serves nothing beside its own files', async () => {
    for (const path of [
      '/explorer/..%2fpackage.json',
      '/explorer/%2e%2e/package.json',
      '/explorer/nothing.js',
    ]) {
      expect((await shop.fetch(path)).status).toBe(404);
    }
  });

  it('opens without a network and runs the example tabs', async (context) => {
    if (!executablePath) return context.skip(`no Chromium is found at ${BROWSERS.join(', ')}`);
    const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const foreign: string[] = [];
      const errors: string[] = [];
      const origin = `http://localhost:${shop.gateway.port}`;
      page.on('request', (request) => {
        if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()))
          foreign.push(request.url());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`${origin}/`);
      const run = async (tab: string, expected: RegExp) => {
        await page.locator('.graphiql-tab-button', { hasText: tab }).click();
        // The editor takes over the operation's name a moment after the tab was opened: press until
        // it has.
        const press = async () => {
          await page.locator('.graphiql-execute-button').click();
          return page.locator('.result-window').innerText();
        };
        await expect.poll(press, { timeout: 60_000, interval: 500 }).toMatch(expected);
      };
      await page.locator('.graphiql-execute-button').waitFor({ timeout: 60_000 });
      await run('say ping', /pong/);
      // The editor shows spaces as another character.
      await run('one product', /Product.7/);
      expect(await page.locator('.graphiql-tab').count()).toBe(2);
      // A blank page would be a few kilobytes.
      expect((await page.screenshot()).length).toBeGreaterThan(10_000);
      expect(foreign).toEqual([]);
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
  }, 180_000);
});
