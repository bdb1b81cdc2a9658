import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { callsOfCode } from '../scripts/chart/calls-of-code.js';
import { repositoryRoot } from './testing/docker.js';
import {
  CHART,
  EVERYTHING,
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

const reason = whyNoHelm();

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
    [['secret.values.CATALOGUE_DATABASE_URL=postgres://db'], /CATALOGUE_DATABASE_URL: there is no/],
    [
      [`image.digests.catalogue=sha256:${'0'.repeat(64)}`],
      /image\.digests\.catalogue: there is no/,
    ],
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

  test('names every address that is left out, at once', () => {
    const { status, output } = tryHelm(
      'template',
      'shop',
      CHART,
      ...sets(PRODUCTION.filter((value) => !/(MAIL|BUS)_URL=/.test(value))),
    );
    expect(status).not.toBe(0);
    expect(output).toMatch(/secret\.values\.BUS_URL is missing/);
    expect(output).toMatch(/secret\.values\.MAIL_URL is missing/);
  });

  test('two releases in one namespace share no object, and no pod answers for the other', () => {
    const namesOf = (release: string) =>
      new Set(render(EVERYTHING, release).map(({ kind, metadata }) => `${kind} ${metadata.name}`));
    const first = namesOf('shop');
    expect([...namesOf('other')].filter((name) => first.has(name))).toEqual([]);
    for (const release of ['shop', 'other']) {
      const selectors = render(EVERYTHING, release).flatMap(
        ({ kind, spec }) =>
          (kind === 'Service' ? spec.selector : spec?.selector?.matchLabels) ?? [],
      ) as Record<string, string>[];
      expect(selectors.length).toBeGreaterThan(20);
      expect(new Set(selectors.map((labels) => labels['app.kubernetes.io/instance']))).toEqual(
        new Set([release]),
      );
    }
  });

  test('every service is told the secrets that it reads, and no others', () => {
    const deployments = deploymentsOf(render(PRODUCTION));
    for (const [name, { needs, optional }] of callsOfCode()) {
      if (name === 'command') continue;
      const { env } = deployments.get(name)!.spec.template.spec.containers[0] as {
        env: { name: string; valueFrom?: { secretKeyRef?: { optional?: boolean } } }[];
      };
      const given = env.flatMap((entry) => {
        const secret = entry.valueFrom?.secretKeyRef;
        return secret ? `${entry.name}${secret.optional ? '?' : ''}` : [];
      });
      expect({ name, given: given.toSorted() }).toEqual({
        name,
        given: [...needs, ...optional.map((secret) => `${secret}?`)].toSorted(),
      });
    }
  });

  test('an image with a digest is fetched by it, the others by their tag', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const deployments = deploymentsOf(
      render([...PRODUCTION, 'image.tag=1.2.3', `image.digests.cart=${digest}`]),
    );
    const imageOf = (name: string) => deployments.get(name)!.spec.template.spec.containers[0].image;
    expect(imageOf('cart')).toBe(`emporium/cart:1.2.3@${digest}`);
    expect(imageOf('orders')).toBe('emporium/orders:1.2.3');
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
    const images = Object.values(engines).flatMap(({ image }) => image || []);
    expect(images.filter((image) => !compose.includes(`image: ${image}\n`))).toEqual([]);
  });

  test('what is made up is the same in every place of one rendering', () => {
    const manifests = render(TRIAL);
    const { stringData = {} } = manifests.find(({ kind }) => kind === 'Secret')!;
    expect(stringData['JWT_PUBLIC_KEY']).toMatch(/BEGIN CERTIFICATE/);
    expect(stringData['DATABASE_URL']).toContain(stringData['ENGINE_PASSWORD']);
    const checksums = [...deploymentsOf(manifests).values()].map(
      ({ spec }) => spec.template.metadata.annotations['checksum/configuration'],
    );
    expect(new Set(checksums).size).toBeGreaterThan(1);
  });

  describe.skipIf(whyNoCluster())('on an API server', () => {
    const NAMESPACE = 'emporium-dry-run';
    beforeAll(() => {
      kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found', '--timeout=180s');
      kubectl('create', 'namespace', NAMESPACE);
      for (const mode of ['enforce', 'warn'])
        kubectl('label', 'namespace', NAMESPACE, `pod-security.kubernetes.io/${mode}=restricted`);
    });
    afterAll(() => {
      kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
    });

    const install = (secret: string) =>
      tryHelm(
        'install',
        'shop',
        CHART,
        ...['--namespace', NAMESPACE, '--dry-run=server'],
        ...['--set', `secret.existing=${secret},publicUrl=https://shop.example.org`],
      ).output;

    test('a Secret that is not there, or lacks something, is named before anything is made', () => {
      expect(install('none')).toMatch(/there is no Secret none in the namespace emporium-dry-run/);
      const values = ['KV_URL', 'BUS_URL'].map((name) => `--from-literal=${name}=x`);
      kubectl('-n', NAMESPACE, 'create', 'secret', 'generic', 'some', ...values);
      const output = install('some');
      expect(output).toMatch(/the Secret some has no INTERNAL_SECRET/);
      expect(output).toMatch(/the Secret some has no DATABASE_URL/);
      expect(output).not.toMatch(/BUS_URL/);
    });

    test('every object is taken as it is, and no pod breaks the restricted standard', () => {
      for (const values of [
        [...EVERYTHING, 'service.autoscaling.enabled=true', 'ingress.enabled=true'],
        PRODUCTION,
      ]) {
        const text = helm('template', 'shop', CHART, ...sets(values));
        // A pod is refused before its account is there, and a dry run makes none.
        const accounts = text
          .split(/^---$/m)
          .filter((document) => /^kind: ServiceAccount$/m.test(document));
        run('kubectl', ['-n', NAMESPACE, 'apply', '-f', '-'], accounts.join('\n---\n'));
        const answer = run(
          'kubectl',
          ['-n', NAMESPACE, 'apply', '--dry-run=server', '--validate=strict', '-f', '-'],
          text,
        );
        expect(
          answer
            .split('\n')
            .filter((line) => !/ (created|configured|unchanged) \(server dry run\)$/.test(line)),
        ).toEqual([]);
      }
    });
  });
});

const deploymentsOf = (manifests: readonly Manifest[]) =>
  new Map(
    manifests
      .filter(({ kind }) => kind === 'Deployment')
      .map((deployment) => [
        deployment.metadata.labels!['app.kubernetes.io/component']!,
        deployment,
      ]),
  );

describe.runIf(reason)('chart', () => {
  test('is rendered', ({ skip }) => skip(reason));
});
