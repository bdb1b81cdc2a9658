import { type OpsServer, startOpsServer } from '@emporium/platform/ops/ops-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunFile } from '../run-file.js';
import type { Shop } from '../start-shop.js';
import { commandRoute } from './command-route.js';
import { sendToRunningShop } from './send-to-running-shop.js';
import type { CommandLine } from './shop-command.js';

const TOKEN = 'the-token-of-run.json';
let ops: OpsServer;
// Nobody asks for the metrics here.
beforeAll(async () => {
  ops = await startOpsServer({
    port: 0,
    parts: [],
    metrics: {} as never,
    routes: [commandRoute({} as Shop, TOKEN)],
  });
});
afterAll(() => ops.close());

const run = (token: string): RunFile => ({
  pid: process.pid,
  graphqlUrl: '',
  opsUrl: `http://127.0.0.1:${ops.port}`,
  token,
  subgraphs: {},
});
async function send(token: string, name: string): Promise<CommandLine[]> {
  const lines: CommandLine[] = [];
  for await (const line of sendToRunningShop(run(token), name, {})) lines.push(line);
  return lines;
}

test('a command goes to the running shop, and its failure comes back as its last line', async () => {
  expect(await send(TOKEN, 'no:such')).toEqual([
    {
      type: 'error',
      message: expect.stringMatching(/^unknown command no:such; known: import, export/),
    },
  ]);
});

test('without the token of run.json there is nothing, whatever the body', async () => {
  for (const token of ['', 'another-token-of-x.json', `${TOKEN}x`])
    await expect(send(token, 'verify')).rejects.toThrow('(404)');
  const url = `http://127.0.0.1:${ops.port}/commands/verify`;
  expect(
    (
      await fetch(url, {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'application/json' },
      })
    ).status,
  ).toBe(404);
  expect((await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(404);
});

test('a body that is no JSON is refused with the reason', async () => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`http://127.0.0.1:${ops.port}/commands/verify`, {
    method: 'POST',
    body: '{',
    headers,
  });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('not valid JSON');
});
