import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { CaptureRequest, ChargeRequest, Dispute, RefundRequest } from './payment-provider.js';
import type { TestBank } from './test-bank.js';
import { KeyReusedError } from './test-bank-entries.js';

const MAX_BODY_BYTES = 100_000;

/** The HTTP face of the test bank. Whoever waits for a charge that never answers keeps waiting. */
export function fakeProviderServer(bank: TestBank): Server {
  return createServer((request, response) => {
    route(bank, request).then(
      (answer) => send(response, answer === null ? 404 : 200, answer ?? { error: 'unknown' }),
      (error: unknown) =>
        send(response, error instanceof KeyReusedError ? 409 : 500, {
          error: (error as Error).message,
        }),
    );
  });
}

async function route(bank: TestBank, request: IncomingMessage): Promise<object | string | null> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider');
  const id = decodeURIComponent(pathname.split('/')[2] ?? '');
  const what = `${request.method} /${pathname.split('/')[1] ?? ''}`;
  if (what === 'POST /charges') return bank.charge((await body(request)) as ChargeRequest);
  if (what === 'GET /charges') return bank.find(id);
  if (what === 'POST /abandon') return bank.abandon((await body(request)) as ChargeRequest);
  if (what === 'POST /captures') return bank.capture((await body(request)) as CaptureRequest);
  if (what === 'POST /renew') return bank.renew((await body(request)) as ChargeRequest);
  if (what === 'GET /disputes') return bank.findDispute(id);
  if (what === 'POST /disputes')
    return bank.dispute(id, (searchParams.get('status') ?? 'open') as Dispute['status']);
  if (what === 'POST /refunds') return bank.refund((await body(request)) as RefundRequest);
  if (what === 'POST /complete') return bank.complete(id);
  if (what === 'GET /log')
    return bank
      .log()
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join('');
  return null;
}

async function body(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk as string;
    if (text.length > MAX_BODY_BYTES) throw new Error('too large');
  }
  return JSON.parse(text);
}

function send(response: ServerResponse, status: number, answer: object | string): void {
  const plain = typeof answer === 'string';
  response.writeHead(status, {
    'content-type': plain ? 'application/x-ndjson' : 'application/json',
  });
  response.end(plain ? answer : JSON.stringify(answer));
}
