import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  execute,
  isAbstractType,
  parse,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';

/** What a server does instead of answering. */
export type ServerFault =
  | 'dead'
  | 'slow'
  | 'HTML'
  | 'broken JSON'
  | 'other JSON'
  | 'null for everything'
  | 'empty'
  | 'huge'
  | 'stuck half-way';
export const SERVER_FAULTS: readonly ServerFault[] = [
  'dead',
  'slow',
  'HTML',
  'broken JSON',
  'other JSON',
  'null for everything',
  'empty',
  'huge',
  'stuck half-way',
];

/** Larger than any answer that the gateway takes. */
const HUGE_CHUNK = Buffer.alloc(1_000_000, 'x');
const HUGE_CHUNKS = 40;

/** A subgraph behind real HTTP that can be told to fail. */
export interface FaultyServer {
  url: string;
  fault: ServerFault | undefined;
  requests: number;
  close(): Promise<void>;
}

/** Serves a schema whose fields all come from one resolver. */
export async function faultyServer(
  schema: GraphQLSchema,
  fieldResolver: GraphQLFieldResolver<unknown, unknown>,
): Promise<FaultyServer> {
  const server: Server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    faulty.requests++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (faulty.fault) return fail(faulty.fault, response);
    const { query, variables, operationName } = JSON.parse(Buffer.concat(chunks).toString()) as {
      query: string;
      variables?: Record<string, unknown>;
      operationName?: string;
    };
    const result: ExecutionResult = await execute({
      schema,
      document: parse(query),
      variableValues: variables,
      operationName,
      fieldResolver,
      typeResolver: (value, _context, info, type) => {
        const { __typename: name } = value as { __typename?: string };
        return isAbstractType(info.schema.getType(name ?? '')) ? type.name : name;
      },
    });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const faulty: FaultyServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    fault: undefined,
    requests: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return faulty;
}

function fail(fault: ServerFault, response: ServerResponse): void {
  const json = { 'content-type': 'application/json' };
  switch (fault) {
    case 'dead':
      response.destroy();
      return;
    case 'slow':
      return;
    case 'HTML':
      response
        .writeHead(502, { 'content-type': 'text/html' })
        .end('<html><h1>502 Bad Gateway</h1>upstream 10.0.0.1:4001</html>');
      return;
    case 'broken JSON':
      response.writeHead(200, json).end('{"data":{"pro');
      return;
    case 'other JSON':
      response.writeHead(200, json).end('[{"message":"ECONNREFUSED 10.0.0.1:5432"}]');
      return;
    case 'null for everything':
      response.writeHead(200, json).end('{"data":null}');
      return;
    case 'empty':
      response.writeHead(200, json).end();
      return;
    case 'stuck half-way':
      response.writeHead(200, { ...json, 'content-length': 1_000 }).write('{"data":{');
      return;
    case 'huge':
      response.writeHead(200, json);
      response.write('{"data":{"x":"');
      for (let chunk = 0; chunk < HUGE_CHUNKS; chunk++) response.write(HUGE_CHUNK);
      response.end('"}}');
  }
}
