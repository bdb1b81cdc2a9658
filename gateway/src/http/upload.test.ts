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

function form(
  operations: unknown,
  map: Record<string, string[]>,
  files: Record<string, string>,
): FormData {
  const data = new FormData();
  data.append('operations', JSON.stringify(operations));
  data.append('map', JSON.stringify(map));
  for (const [name, text] of Object.entries(files))
    data.append(name, new Blob([text], { type: 'text/plain' }), `${name}.txt`);
  return data;
}
const upload = (body: FormData | string, headers: Record<string, string> = {}) =>
  shop.fetch('/graphql', {
    method: 'POST',
    headers: { 'apollo-require-preflight': '1', authorization: `Bearer ${editor}`, ...headers },
    body,
  });
const one = (text: string) =>
  form({ query: ONE, variables: { file: null } }, { 0: ['variables.file'] }, { 0: text });

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
    const body = form(
      operation,
      { a: ['variables.input.files.0'], b: ['variables.input.files.1'] },
      { a: 'one', b: 'two' },
    );
    expect(await (await upload(body)).json()).toMatchObject({
      data: { mediaUploadMany: ['one', 'two'] },
    });
  });

  it('without the preflight header it is 400, whoever sends it', async () => {
    const response = await shop.fetch('/graphql', {
      method: 'POST',
      headers: { authorization: `Bearer ${editor}` },
      body: one('x'),
    });
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
    const answer = (await response.json()) as {
      data?: { mediaUpload: unknown };
      errors: unknown[];
    };
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
    [
      'operations that are no JSON',
      '--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{\r\n--x--\r\n',
    ],
  ])('a malformed body (%s) is 400, the process lives', async (_title, body) => {
    expect((await upload(body, { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(
      400,
    );
    expect((await shop.query('{ ping }')).status).toBe(200);
  });

  it.each([
    [
      'a file that is not in the request',
      { 0: ['variables.input.files.0'], 1: ['variables.input.files.1'] },
      { 0: 'a' },
    ],
    [
      'one file for two variables',
      { 0: ['variables.input.files.0', 'variables.input.files.1'] },
      { 0: 'a' },
    ],
    ['a place outside the variables', { 0: ['query'] }, { 0: 'a' }],
    ['no list of places', { 0: 'variables.input.files.0' } as never, { 0: 'a' }],
  ])('a map that names %s is 400 and nothing runs', async (_title, map, files) => {
    const before = shop.calls();
    const operation = {
      query: 'mutation($input: FilesInput!) { mediaUploadMany(input: $input) }',
      variables: { input: { files: [null, null] } },
    };
    const response = await upload(form(operation, map, files as Record<string, string>));
    expect([response.status, await response.json()]).toEqual([
      400,
      { errors: [expect.objectContaining({ message: expect.any(String) })] },
    ]);
    expect(shop.calls()).toBe(before);
  });

  it('the content type may be written in capitals', async () => {
    const request = new Request('http://x', { method: 'POST', body: one('hello') });
    const type = request.headers
      .get('content-type')!
      .replace('multipart/form-data', 'Multipart/Form-Data');
    const response = await upload(await request.text(), { 'content-type': type });
    expect(await response.json()).toMatchObject({ data: { mediaUpload: 'hello' } });
  });

  it('a map into the prototype changes no prototype', async () => {
    await upload(
      form(
        { query: '{ ping }' },
        { 0: ['__proto__.polluted'], 1: ['constructor.prototype.polluted'] },
        { 0: 'x', 1: 'y' },
      ),
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect((await shop.query('{ ping }')).status).toBe(200);
  });
});
