import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { callsOfCode } from './testing/calls-of-code.js';
import { repositoryRoot } from './testing/docker.js';
import {
  CHART,
  helm,
  kubectl,
  PRODUCTION,
  render,
  run,
  sets,
  TRIAL,
  tryHelm,
  whyNoCluster,
  whyNoHelm,
  type Manifest,
} from './testing/helm.js';
import { podsOf, reaches } from './testing/reach.js';

const reason = whyNoHelm();
const EVERYTHING = [
  ...TRIAL,
  'demo.enabled=true',
  'verify.enabled=true',
  'engines.search.enabled=true',
];
const SERVICE_PORT = 4000;
const engineComponent = (name: string) =>
  `engine-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
const facts = (file: string) =>
  parse(readFileSync(join(CHART, file), 'utf8')) as Record<
    string,
    { port: number; secrets: string[] }
  >;

describe.skipIf(reason)('chart', () => {
  test('is well-formed for production and for a trial', () => {
    for (const values of [PRODUCTION, TRIAL]) {
      expect(helm('lint', '--strict', CHART, ...sets(values))).toContain('0 chart(s) failed');
      expect(render(values).length).toBeGreaterThan(40);
    }
  });

  test.each([
    [['nodeEnv=prod'], /nodeEnv/],
    [['service.replicas=many'], /replicas/],
    [['subgraphs.catalogue.replicas=2'], /catalogue/],
    [['secret.values.INTERNAL_SECRET=short'], /INTERNAL_SECRET/],
    [['secret.values.DATABSE_URL=postgres://db'], /DATABSE_URL/],
    [['publicUrl='], /publicUrl is missing/],
    [['engines.enabled=true'], /engines\.enabled is for trials/],
    [['demo.enabled=true'], /demo data is never put into a production shop/],
    [['secret.values.MAIL_URL=null'], /secret\.values\.MAIL_URL is missing/],
  ])('refuses %s and says which value is wrong', (values, message) => {
    const { status, output } = tryHelm(
      'template',
      'shop',
      CHART,
      ...sets([...PRODUCTION, ...values]),
    );
    expect(status).not.toBe(0);
    expect(output).toMatch(message);
  });

  test('every service is told the secrets that it needs, and no others', () => {
    const services = facts('services.yaml');
    for (const [name, { needs }] of callsOfCode()) {
      if (name === 'command') continue;
      const required = services[name]!.secrets.filter((secret) => !secret.endsWith('?'));
      const optional = services[name]!.secrets.filter((secret) => secret.endsWith('?')).map(
        (secret) => secret.slice(0, -1),
      );
      expect({ name, secrets: required.toSorted() }).toEqual({
        name,
        secrets: needs.filter((need) => !optional.includes(need)).toSorted(),
      });
    }
    const all = services['payments']!.secrets.map((secret) => secret.replace('?', ''));
    const payments = render(PRODUCTION).find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'shop-emporium-payments',
    )!;
    const given = payments.spec.template.spec.containers[0].env.filter(
      (entry: { valueFrom?: { secretKeyRef?: object } }) => entry.valueFrom?.secretKeyRef,
    );
    expect(given.map(({ name }: { name: string }) => name).toSorted()).toEqual(
      [...all, 'PAYMENTS_DATABASE_URL'].toSorted(),
    );
  });

  test('the network lets through the calls that the code makes, and nothing else', () => {
    const manifests = render(EVERYTHING);
    const pods = podsOf(manifests);
    const engines = facts('engines.yaml');
    const wanted = new Set<string>([
      'test → gateway',
      'engine-payment → gateway',
      'outside → gateway',
    ]);
    for (const [name, { calls, engines: used }] of callsOfCode())
      for (const target of [...calls, ...used.map(engineComponent)])
        wanted.add(`${name} → ${target}`);
    const ports = new Map([...pods.keys()].map((name) => [name, SERVICE_PORT]));
    for (const [name, { port }] of Object.entries(engines)) ports.set(engineComponent(name), port);

    const open = [undefined, ...pods.keys()].flatMap((from) =>
      [...ports].flatMap(([to, port]) =>
        reaches(manifests, from ? pods.get(from) : undefined, pods.get(to), port)
          ? [`${from ?? 'outside'} → ${to}`]
          : [],
      ),
    );
    // Whoever may ask the gateway from anywhere needs no rule, but a way out of its own.
    expect(open.toSorted()).toEqual([...wanted].toSorted());
    const other = [...pods.keys()].flatMap((from) =>
      [22, 80, 443, 4100]
        .filter((port) => reaches(manifests, pods.get(from), undefined, port))
        .map((port) => `${from}:${port}`),
    );
    expect(other).toEqual([]);
    for (const to of pods.keys())
      expect({ to, ops: reaches(manifests, undefined, pods.get(to), 4100) }).toEqual({
        to,
        ops: false,
      });
  });

  test('with engines outside, each service gets out to its own engines alone', () => {
    const manifests = render(PRODUCTION);
    const pods = podsOf(manifests);
    const ports = { database: 5432, keyValue: 6379, bus: 9092, search: 9200, mail: 465 };
    for (const [name, { engines }] of callsOfCode()) {
      if (!pods.has(name)) continue;
      const out = Object.entries(ports).flatMap(([engine, port]) =>
        reaches(manifests, pods.get(name), undefined, port) ? [engine] : [],
      );
      expect({ name, out: out.toSorted() }).toEqual({
        name,
        out: engines.filter((engine) => engine in ports).toSorted(),
      });
      // Blob stores and payment providers stand behind the same port.
      expect({ name, web: reaches(manifests, pods.get(name), undefined, 443) }).toEqual({
        name,
        web: engines.some((e) => e === 'blob' || e === 'payment'),
      });
    }
  });

  test('every pod of ours is restricted: no root, no privileges, nothing to write to, no token', () => {
    for (const { kind, metadata, spec } of render(EVERYTHING)) {
      const pod =
        kind === 'Pod' ? spec : (spec?.jobTemplate?.spec?.template?.spec ?? spec?.template?.spec);
      if (!pod) continue;
      const at = `${kind} ${metadata.name}`;
      expect({
        at,
        token: pod.automountServiceAccountToken,
        root: pod.securityContext.runAsNonRoot,
      }).toEqual({
        at,
        token: false,
        root: true,
      });
      for (const { securityContext, image } of pod.containers) {
        expect({ at, ...securityContext }).toMatchObject({
          at,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        });
        expect({
          at,
          root: kind === 'StatefulSet' || securityContext.readOnlyRootFilesystem,
        }).toEqual({ at, root: true });
        expect(image).toMatch(/:[\w.-]+$/);
      }
    }
  });

  test('engines have the versions of the compose file', () => {
    const compose = readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8');
    const { engines } = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as {
      engines: Record<string, { image?: string }>;
    };
    const images = Object.values(engines).flatMap(({ image }) => image ?? []);
    expect(images.filter((image) => !compose.includes(`image: ${image}\n`))).toEqual([]);
  });

  test('what is made up is the same in every place of one rendering', () => {
    const manifests = render(TRIAL);
    const { stringData = {} } = manifests.find(({ kind }) => kind === 'Secret')!;
    expect(stringData['JWT_PUBLIC_KEY']).toMatch(/BEGIN CERTIFICATE/);
    expect(stringData['DATABASE_URL']).toContain(stringData['ENGINE_PASSWORD']);
    const checksums = deployments(manifests).map(
      ({ spec }) => spec.template.metadata.annotations['checksum/configuration'],
    );
    expect(new Set(checksums).size).toBeGreaterThan(1);
  });

  test.skipIf(whyNoCluster())('the API server takes every object of it', () => {
    for (const values of [
      [...EVERYTHING, 'service.autoscaling.enabled=true', 'ingress.enabled=true'],
      PRODUCTION,
    ]) {
      const text = helm('template', 'shop', CHART, ...sets(values));
      const answer = run(
        'kubectl',
        ['apply', '--dry-run=server', '--validate=strict', '-f', '-'],
        text,
      );
      expect(
        answer
          .split('\n')
          .filter((line) => !/ (created|configured|unchanged) \(server dry run\)$/.test(line)),
      ).toEqual([]);
    }
    expect(kubectl('version', '-o', 'json')).toContain('serverVersion');
  });
});

const deployments = (manifests: readonly Manifest[]) =>
  manifests.filter(({ kind }) => kind === 'Deployment');

describe.runIf(reason)('chart', () => {
  test('is rendered', ({ skip }) => skip(reason));
});
