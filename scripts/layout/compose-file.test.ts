import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { planServices } from '@emporium/shop/services/plan-services';
import { testConfig } from '@emporium/testing/test-config';
import { expect, test } from 'vitest';
import { allVariables } from '../docs/variables.js';
import { SUBGRAPH_NAMES } from '../schema/subgraph-names.js';
import { repoRoot } from '../schema/repo-root.js';
import { composeFile, readComposeFile } from './compose-file.js';

const variables = new Set((await allVariables()).map(({ name }) => name));
const changed = (from: string, to: string) => {
  const root = mkdtempSync(join(tmpdir(), 'compose-'));
  try {
    const text = readFileSync(join(repoRoot, 'docker-compose.yml'), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(root, 'docker-compose.yml'), text.replace(from, to));
    // Folders that are watched are not in this copy.
    return composeFile(root, SUBGRAPH_NAMES, variables).filter(
      (problem) => !problem.includes('is not there'),
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

test('the compose file is right', () => {
  expect(composeFile(repoRoot, SUBGRAPH_NAMES, variables)).toEqual([]);
});

test('wrong ports, keys, variables, volumes and dependencies are named', () => {
  expect(changed('PORT: 4002', 'PORT: 4012')).toEqual([
    expect.stringContaining('PORT of catalog is 4012; write 4002'),
  ]);
  expect(changed('restart:', 'restrat:')).toEqual(
    expect.arrayContaining([expect.stringContaining('restrat')]),
  );
  expect(changed('KV_URL:', 'KVURL:')).toEqual(
    expect.arrayContaining([
      expect.stringContaining('gateway is given KVURL, which nothing reads'),
    ]),
  );
  expect(changed("volumes: ['redis:/data']", "volumes: ['reddis:/data']")).toEqual([
    expect.stringContaining('reddis:/data'),
  ]);
  expect(changed('source: alerts, target', 'source: alarms, target')).toEqual([
    expect.stringContaining('no service uses the configuration alerts'),
    expect.stringContaining(
      'prometheus uses the configuration alarms, which is not named at the end',
    ),
  ]);
  expect(changed('/var/lib/docker/containers:/var/lib/docker/containers:ro', '/:/host:ro')).toEqual(
    expect.arrayContaining([expect.stringContaining('must be volume:/path')]),
  );
  expect(changed('orders: { condition', 'oders: { condition')).toEqual(
    expect.arrayContaining([expect.stringContaining('waits for oders')]),
  );
});

test('it starts the same programs with the same ports and variables as npm run start:services', async () => {
  const { config, remove } = testConfig({
    PORT: '4000',
    OPS_PORT: '4100',
    PUBLIC_URL: 'http://localhost:4000',
  });
  const { services } = readComposeFile(repoRoot);
  for (const plan of await planServices(config)) {
    const service = services[plan.name]!;
    expect(service.command).toEqual(['node', relative(repoRoot, plan.program), ...plan.arguments]);
    const { environment = {} } = service;
    // Containers have names where processes of one machine have its address.
    const here = Object.entries(environment).map(([key, value]) => [
      key,
      String(value).replace(/\/\/(\w+)(:40\d\d\/graphql)$/, '//127.0.0.1$2'),
    ]);
    expect(
      Object.fromEntries(
        here.filter(([key]) => Object.hasOwn(plan.env, key as string) && key !== 'PUBLIC_URL'),
      ),
    ).toEqual({
      ...plan.env,
      PUBLIC_URL: undefined,
    });
  }
  remove();
});
