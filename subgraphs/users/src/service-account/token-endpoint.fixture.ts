import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import { anonymous } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import type { UsersServices } from '../context.js';

/** What the token endpoint answered. */
export interface TokenAnswer {
  status: number;
  headers: Headers;
  body: {
    access_token: string;
    token_type: string;
    expires_in: number;
    scope: string;
    error: string;
    error_description: string;
  };
}

/** The token endpoint of a subgraph under test, as a gateway reaches it. */
export interface TokenEndpoint {
  /** Asks with the grant type and these parameters; `authorization` as the gateway passes it on. */
  ask(parameters: Record<string, string>, authorization?: string): Promise<TokenAnswer>;
  /** Sends a body as it is. */
  send(body: string, headers?: Record<string, string>): Promise<TokenAnswer>;
  close(): Promise<void>;
}

export async function startTokenEndpoint(t: TestSubgraph<UsersServices>): Promise<TokenEndpoint> {
  const server = createServer((req, res) => t.running.handleHttp(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth/token`;
  const send: TokenEndpoint['send'] = async (body, headers = {}) => {
    const identity = signIdentity(
      { issuer: 'gateway', requestId: 'r', principal: anonymous },
      'users',
      t.config.internalSecret,
    );
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        [IDENTITY_HEADER]: identity,
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      body,
    });
    const { status, headers: answered } = response;
    return { status, headers: answered, body: (await response.json()) as TokenAnswer['body'] };
  };
  return {
    send,
    ask: (parameters, authorization) =>
      send(
        new URLSearchParams({ grant_type: 'client_credentials', ...parameters }).toString(),
        authorization === undefined ? {} : { 'x-client-authorization': authorization },
      ),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
