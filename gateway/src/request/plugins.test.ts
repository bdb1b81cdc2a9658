import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';
import { loadPlugins } from './load-plugins.js';

const folder = mkdtempSync(join(tmpdir(), 'emporium-plugins-'));
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
afterAll(() => rmSync(folder, { recursive: true }));

describe('plugins named in the configuration', () => {
  let under: TestGateway;
  const told: string[] = ((globalThis as { notifiedPlugins?: string[] }).notifiedPlugins = []);

  beforeAll(async () => {
    const headers = write(
      'headers.mjs',
      `export default { requestDidStart: async () => ({ willSendResponse: async ({ response, contextValue }) => {
         response.http.headers.set('x-served-to', contextValue.caller.principal.kind);
         response.body.singleResult.extensions = { ...response.body.singleResult.extensions, shelf: 7 };
       } }) };`,
    );
    const errors = write(
      'errors.mjs',
      `export default () => ({ requestDidStart: async ({ request }) => ({ didEncounterErrors: async ({ errors, operationName }) => {
         for (const { path, extensions } of errors) globalThis.notifiedPlugins.push([operationName, path?.join('.'), extensions?.code].join(' '));
       } }) });`,
    );
    under = await testGateway({ plugins: [headers, errors] });
  });
  afterAll(() => under.gateway.close());

  it('add headers and extensions to every answer', async () => {
    for (const query of ['{ __typename }', '{ product(id: "1") { name } }']) {
      const answer = await under.query(query);
      expect(answer.headers.get('x-served-to')).toBe('anonymous');
      expect(answer.extensions).toMatchObject({
        shelf: 7,
        cost: { requested: expect.any(Number) },
      });
    }
  });

  it('are told of the errors of an operation, with its name', async () => {
    const { errors } = await under.query('query Broken { boom }');
    expect(errors).toHaveLength(1);
    expect(told).toEqual([expect.stringMatching(/^Broken boom/)]);
  });
});

it('a plugin that cannot be used stops the start with what to do', async () => {
  await expect(loadPlugins(['./nowhere.mjs'], folder)).rejects.toThrow(
    /GATEWAY_PLUGINS: \.\/nowhere\.mjs cannot be loaded/,
  );
  write('empty.mjs', 'export const plugin = {};');
  await expect(loadPlugins(['./empty.mjs'], folder)).rejects.toThrow(
    /default export of \.\/empty\.mjs must be an Apollo Server plugin/,
  );
});
