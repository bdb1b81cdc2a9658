import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import { resolvers, subgraphs, type SubgraphName } from './graph.js';

// All subgraphs in one process that answers from memory: what is measured is the gateway.
const urls: Record<string, string> = {};
for (const [name, sdl] of Object.entries(subgraphs)) {
  const schema = buildSubgraphSchema([
    { typeDefs: parse(sdl), resolvers: resolvers[name as SubgraphName] as never },
  ]);
  const answers = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const send = (answer: Buffer) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
          .end(answer);
      const known = answers.get(body);
      if (known) return send(known);
      const { query, variables, operationName } = JSON.parse(body) as {
        query: string;
        variables?: Record<string, unknown>;
        operationName?: string;
      };
      void Promise.resolve(
        execute({ schema, document: parse(query), variableValues: variables, operationName }),
      ).then((result) => {
        const answer = Buffer.from(JSON.stringify(result));
        answers.set(body, answer);
        send(answer);
      });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  urls[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}
process.send!({ urls });
