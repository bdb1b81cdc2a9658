import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { repositoryRoot, type Outcome } from './docker.js';

export const CHART = join(repositoryRoot, 'deploy/helm/emporium');

/** An object of Kubernetes as the chart writes it. */
export interface Manifest {
  kind: string;
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  // What it looks like depends on its kind.
  // oxlint-disable-next-line typescript/no-explicit-any
  spec?: any;
  data?: Record<string, string>;
  stringData?: Record<string, string>;
}

/** Values under which the chart needs nothing from outside: engines of its own. */
export const TRIAL = ['engines.enabled=true', 'nodeEnv=development'];
/** A trial with all that can be switched on. */
export const EVERYTHING = [
  ...TRIAL,
  'demo.enabled=true',
  'verify.enabled=true',
  'engines.search.enabled=true',
];
/** Addresses of engines elsewhere, and what production asks for. */
export const PRODUCTION = [
  'publicUrl=https://shop.example.org',
  ...Object.entries({
    DATABASE_URL: 'postgres://shop:word@db.example.org:5432/postgres',
    KV_URL: 'redis://kv.example.org:6379',
    BUS_URL: 'kafka://bus.example.org:9092',
    SEARCH_URL: 'opensearch+https://search.example.org:9200',
    BLOB_URL: 's3://media',
    PAYMENT_URL: 'stripe:',
    MAIL_URL: 'smtps://mail.example.org:465',
  }).map(([name, value]) => `secret.values.${name}=${value}`),
];

/** Runs a program, with both of its streams. */
export function tryRun(program: string, args: readonly string[], input?: string): Outcome {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: repositoryRoot,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    ...(input === undefined ? {} : { input }),
  });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}${error ? error.message : ''}` };
}

/** Runs a program and returns what it printed. Throws with its output when it fails. */
export function run(program: string, args: readonly string[], input?: string): string {
  const { status, output } = tryRun(program, args, input);
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${output.slice(-6_000)}`);
  return output.trim();
}

/** HELM, else `helm` on the path. */
export const HELM = process.env['HELM'] || 'helm';
export const helm = (...args: string[]): string => run(HELM, args);
export const tryHelm = (...args: string[]): Outcome => tryRun(HELM, args);
export const kubectl = (...args: string[]): string => run('kubectl', args);

/** Why no chart can be rendered here; undefined when it can. */
export const whyNoHelm = (): string | undefined =>
  tryHelm('version', '--short').status === 0
    ? undefined
    : 'there is no helm on the path, and HELM names none';

/** Why nothing can be installed here; undefined when it can. */
export const whyNoCluster = (): string | undefined =>
  whyNoHelm() ??
  (tryRun('kubectl', ['get', 'nodes', '--request-timeout=5s']).status === 0
    ? undefined
    : 'no Kubernetes cluster answers');

/** `--set` for each value; commas in it are part of it. */
export const sets = (values: readonly string[]): string[] =>
  values.flatMap((value) => ['--set', value.replaceAll(',', '\\,')]);

/**
 * All objects that the chart makes of the values, hooks included. Throws with Helm's words when it
 * refuses them.
 */
export function render(values: readonly string[], release = 'shop'): Manifest[] {
  const text = helm('template', release, CHART, '--namespace', 'shops', ...sets(values));
  return parseAllDocuments(text).flatMap((document) => (document.toJS() as Manifest | null) ?? []);
}
