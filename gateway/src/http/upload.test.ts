import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { received } from '../testing/fake-uploads.js';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway({ limits: { uploadBytes: 100_000, uploadFiles: 2 } });
});
afterAll(() => shop.gateway.close());

const ONE = 'mutation($file: Upload!) { mediaUpload(file: $file) }';
const editor = token(['create:media']);

function form(operations: unknown, map: Record<string, string[]>, files: Record<string, string>): FormData {
  const data = new FormData();
  data.append('operations', JSON.stringify(operations));
  data.append('map', JSON.stringify(map));
  for (const [name, text] of Object.entries(files)) data.append(name, new Blob([text], { type: 'text/plain' }), `${name}.txt`);
  return data;
}
const upload = (body: FormData | string, headers: Record<string, string> = {}) =>
  shop.fetch('/graphql', {
    method: 'POST',
    headers: { 'apollo-require-preflight': '1', authorization: `Bearer ${editor}`, ...headers },
    body,
  });
const one = (text: string) => form({ query: ONE, variables: { file: null } }, { 0: ['variables.file'] }, { 0: text });

describe('uploads', () => {
  it('a file arrives at the subgraph as a variable', async () => {
    const response = await upload(one('hello'));
    expect(await response.json()).toMatchObject({ data: { mediaUpload: 'hello' } });
  });

  it('files nested in an input arrive too', async () => {
    const operation = {
      query: 'mutation($input: FilesInput!) { mediaUploadMany(input: $input) }',
      variables: { input: { files: [null, null] } },
    };
    const body = form(operation, { a: ['variables.input.files.0'], b: ['variables.input.files.1'] }, { a: 'one', b: 'two' });
    expect(await (await upload(body)).json()).toMatchObject({ data: { mediaUploadMany: ['one', 'two'] } });
  });

  it('without the preflight header it is 400, whoever sends it', async () => {
    const response = await shop.fetch('/graphql', { method: 'POST', headers: { authorization: `Bearer ${editor}` }, body: one('x') });
    expect(response.status).toBe(400);
  });

  it('a stranger’s body is not read', async () => {
    const before = [received.length, shop.calls()];
    const anonymous = await shop.fetch('/graphql', {
      method: 'POST',
      headers: { 'apollo-require-preflight': '1' },
      body: one('x'.repeat(90_000)),
    });
    expect(anonymous.status).toBe(401);
    expect((await upload(one('x'), { authorization: `Bearer ${token()}` })).status).toBe(403);
    expect([received.length, shop.calls()]).toEqual(before);
  });

  it('a file over the limit is an error, the process lives', async () => {
    const response = await upload(one('x'.repeat(200_000)));
    const answer = (await response.json()) as { data?: { mediaUpload: unknown }; errors: unknown[] };
    expect(answer.errors).toHaveLength(1);
    expect(answer.data?.mediaUpload ?? null).toBeNull();
    expect((await shop.query('{ ping }')).data).toEqual({ ping: 'pong' });
  });

  it('too many files are 413', async () => {
    const body = form(
      { query: ONE, variables: { file: null } },
      { 0: ['variables.file'], 1: ['variables.x'], 2: ['variables.y'] },
      { 0: 'a', 1: 'b', 2: 'c' },
    );
    expect((await upload(body)).status).toBe(413);
  });

  it.each([
    ['a bare Content-Disposition', '--x\r\nContent-Disposition\r\n\r\na\r\n--x--\r\n'],
    ['no parts', '--x--\r\n'],
    ['an unfinished part', '--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{'],
    ['operations that are no JSON', '--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{\r\n--x--\r\n'],
  ])('a malformed body (%s) is 400, the process lives', async (_title, body) => {
    expect((await upload(body, { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(400);
    expect((await shop.query('{ ping }')).status).toBe(200);
  });

  it('a map into the prototype changes no prototype', async () => {
    await upload(form({ query: '{ ping }' }, { 0: ['__proto__.polluted'], 1: ['constructor.prototype.polluted'] }, { 0: 'x', 1: 'y' }));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect((await shop.query('{ ping }')).status).toBe(200);
  });
});
