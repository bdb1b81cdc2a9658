import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Known {
  Name: string;
  ID: string;
  Address: string;
  Port: number;
  passing: boolean;
}

/**
 * A small stand-in of a Consul agent: those parts of its documented HTTP API that the shop uses.
 */
export interface ConsulStandIn {
  url: string;
  /** Ids of the instances that said that they are ready. */
  passing(): string[];
  /** Makes an instance known and ready, without a process behind it. */
  put(service: string, port: number): void;
  /** Forgets everything, as an agent that starts anew. */
  forget(): void;
  close(): Promise<void>;
}

/**
 * Starts one on a free port. Blocking questions are answered when anything changes, at the latest
 * after `wait` of the question.
 */
export async function startConsulStandIn(): Promise<ConsulStandIn> {
  const known = new Map<string, Known>();
  const waiting = new Set<() => void>();
  let index = 1;
  const change = () => {
    index++;
    for (const wake of [...waiting]) wake();
  };
  const answer = (response: ServerResponse, service: string) => {
    const found = [...known.values()].filter(({ Name, passing }) => Name === service && passing);
    const entries = found.map(({ ID, Address, Port }) => ({
      Node: { Address: '127.0.0.1' },
      Service: { ID, Address, Port },
    }));
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-consul-index': String(index) })
      .end(JSON.stringify(entries));
  };
  const routes: [
    method: string,
    path: RegExp,
    act: (response: ServerResponse, id: string, body: string, query: URLSearchParams) => void,
  ][] = [
    [
      'PUT',
      /^\/v1\/agent\/service\/register$/,
      (response, _id, body) => {
        const instance = JSON.parse(body) as Known;
        known.set(instance.ID, { ...instance, passing: false });
        change();
        response.end();
      },
    ],
    [
      'PUT',
      /^\/v1\/agent\/service\/deregister\/(.+)$/,
      (response, id) => {
        known.delete(id);
        change();
        response.end();
      },
    ],
    [
      'PUT',
      /^\/v1\/agent\/check\/(?:pass|fail)\/service:(.+)$/,
      (response, id) => {
        const instance = known.get(id);
        if (!instance) return void response.writeHead(404).end(`Unknown check ID "service:${id}"`);
        const passing = response.req.url!.includes('/pass/');
        const differs = instance.passing !== passing;
        instance.passing = passing;
        if (differs) change();
        response.end();
      },
    ],
    [
      'GET',
      /^\/v1\/health\/service\/(.+)$/,
      (response, service, _body, query) => {
        if (Number(query.get('index')) !== index) return answer(response, service);
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          answer(response, service);
        };
        const timer = setTimeout(wake, Number.parseInt(query.get('wait') ?? '0', 10) * 1_000);
        waiting.add(wake);
      },
    ],
  ];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://consul');
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.once('end', () => {
      for (const [method, path, act] of routes) {
        const match = path.exec(pathname);
        if (match && request.method === method)
          return act(response, match[1] ?? '', body, searchParams);
      }
      response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `consul://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passing: () => [...known.values()].filter(({ passing }) => passing).map(({ ID }) => ID),
    put: (service, port) => {
      const ID = `${service}-${port}`;
      known.set(ID, { Name: service, ID, Address: '127.0.0.1', Port: port, passing: true });
      change();
    },
    forget: () => {
      known.clear();
      index = 0;
      change();
    },
    close: async () => {
      for (const wake of [...waiting]) wake();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
