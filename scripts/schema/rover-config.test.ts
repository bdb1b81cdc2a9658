import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listedSubgraphs } from './rover-config.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rover-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('the subgraphs of the contract keep their ports; new ones come after them', () => {
  expect(
    listedSubgraphs()
      .slice(0, 8)
      .map(({ name, routingUrl }) => `${name} ${new URL(routingUrl).port}`),
  ).toEqual([
    'users 4001',
    'catalog 4002',
    'media 4003',
    'search 4004',
    'cart 4005',
    'orders 4006',
    'payments 4007',
    'notifications 4008',
  ]);
});

it('a broken rover.yaml says what is wrong where', () => {
  writeFileSync(
    join(root, 'rover.yaml'),
    'federation_version: =2.14.4\nsubgraphs:\n  users:\n    routing_url: nowhere\n',
  );
  expect(() => listedSubgraphs(root)).toThrow(
    /rover.yaml is not valid[\s\S]*subgraphs.users.routing_url/,
  );
});
