import { execFile } from 'node:child_process';
import { tryDocker, type Outcome } from './docker.js';
import { CHART, HELM, kubectl, run, sets, tryRun } from './helm.js';

const NAMESPACE = 'emporium-test';
const RELEASE = 'shop';
const NODE_PORT = 30_400;
const OF_RELEASE = `app.kubernetes.io/instance=${RELEASE}`;
/** Everything that a release could leave behind. */
const KINDS =
  'all,secret,configmap,serviceaccount,networkpolicy,poddisruptionbudget,horizontalpodautoscaler,ingress';

/** Runs a program while this process goes on with other work: its visitors must not stand still. */
function beside(program: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(program, [...args], { maxBuffer: 64 << 20 }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code ?? 1) : 0, output: `${stdout}${stderr}` }),
    );
  });
}

/** GraphQL at the node port of the first node. */
export function graphqlUrl(): string {
  const host = kubectl(
    'get',
    'nodes',
    '-o',
    'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}',
  );
  return `http://${host}:${NODE_PORT}/graphql`;
}

/** The values of deploy/kind, and what differs from cluster to cluster. */
function values(): string[] {
  // Upstream's image and one of a distribution give the same user different numbers.
  const postgres = tryDocker([
    'run',
    '--rm',
    '--entrypoint',
    'id',
    'postgres:18.3',
    '-u',
    'postgres',
  ]);
  return [
    `publicUrl=${new URL(graphqlUrl()).origin}`,
    `gateway.nodePort=${NODE_PORT}`,
    ...(postgres.status === 0 ? [`engines.database.runAsUser=${postgres.output.trim()}`] : []),
  ];
}

/** `helm COMMAND` on the release; what it says is printed. */
export async function helmOn(command: string, ...args: string[]): Promise<Outcome> {
  const startedAt = Date.now();
  const outcome = await beside(HELM, [command, RELEASE, ...args, '--namespace', NAMESPACE]);
  console.log(
    `helm ${command}: exit ${outcome.status} after ${Math.round((Date.now() - startedAt) / 1_000)} s\n${outcome.output.slice(-1_500)}`,
  );
  return outcome;
}

/**
 * Installs or upgrades with the values of the test and further ones, and waits until everything is
 * ready.
 */
export const apply = (command: 'install' | 'upgrade', ...more: string[]): Promise<Outcome> =>
  applyWithin('10m', command, ...more);

/** The same, for a change that is not expected to become ready. */
export const applyWithin = (
  timeout: string,
  command: 'install' | 'upgrade',
  ...more: string[]
): Promise<Outcome> =>
  helmOn(
    command,
    CHART,
    '-f',
    'deploy/kind/values.yaml',
    '--wait',
    '--timeout',
    timeout,
    ...sets([...values(), ...more]),
  );

/** `kubectl` in the namespace of the release. Throws with its output when it fails. */
export async function inNamespace(...args: string[]): Promise<string> {
  const { status, output } = await beside('kubectl', ['-n', NAMESPACE, ...args]);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${status}:\n${output}`);
  return output.trim();
}

/** Names of the pods of a service that are not about to end. */
export async function podsOf(component: string): Promise<string[]> {
  const list = await inNamespace(
    'get',
    'pods',
    '-l',
    `${OF_RELEASE},app.kubernetes.io/component=${component}`,
    '-o',
    'json',
  );
  const { items } = JSON.parse(list) as {
    items: { metadata: { name: string; deletionTimestamp?: string } }[];
  };
  return items
    .filter(({ metadata }) => !metadata.deletionTimestamp)
    .map(({ metadata }) => metadata.name);
}

/** Waits until all pods of a service are as its Deployment wants them. */
export const settled = (component: string): Promise<string> =>
  inNamespace('rollout', 'status', `deployment/${RELEASE}-emporium-${component}`, '--timeout=300s');

/**
 * Moves the pods of services off the first node, as before its maintenance, for a while. With one
 * node there is nowhere to go: what a disruption budget holds back stays. Returns what kubectl said.
 */
export async function drainFirstNode(components: readonly string[]): Promise<string> {
  const node = kubectl('get', 'nodes', '-o', 'jsonpath={.items[0].metadata.name}');
  try {
    const { output } = await beside('kubectl', [
      'drain',
      node,
      '--ignore-daemonsets',
      '--delete-emptydir-data',
      '--timeout=20s',
      `--pod-selector=${OF_RELEASE},app.kubernetes.io/component in (${components.join(',')})`,
    ]);
    return output;
  } finally {
    kubectl('uncordon', node);
  }
}

/** How many pods an autoscaler has asked for; undefined before it has. */
export async function desiredReplicas(component: string): Promise<number | undefined> {
  const count = await inNamespace(
    'get',
    `hpa/${RELEASE}-emporium-${component}`,
    '-o',
    'jsonpath={.status.desiredReplicas}',
  );
  return count === '' ? undefined : Number(count);
}

/** Runs `verify` in the cluster and returns its lines. */
export async function verify(): Promise<string[]> {
  const job = `verify-${Date.now()}`;
  await inNamespace('create', 'job', job, `--from=cronjob/${RELEASE}-emporium-verify`);
  await beside('kubectl', [
    '-n',
    NAMESPACE,
    'wait',
    `job/${job}`,
    '--for=condition=complete',
    '--timeout=180s',
  ]);
  const log = await inNamespace('logs', `job/${job}`);
  await inNamespace('delete', 'job', job);
  return log.split('\n');
}

const names = (output: string) => output.split('\n').filter((line) => line.includes('/'));
/** What there is of the release, claims aside. */
export const leftOver = async (): Promise<string[]> =>
  names(await inNamespace('get', KINDS, '-l', OF_RELEASE, '-o', 'name'));
/** Claims of volumes. */
export const claims = async (): Promise<string[]> =>
  names(await inNamespace('get', 'persistentvolumeclaims', '-o', 'name'));

/**
 * Makes a namespace in which only restricted pods may run, without anything of an earlier test in
 * it.
 */
export function freshNamespace(): void {
  removeNamespace();
  kubectl('create', 'namespace', NAMESPACE);
  kubectl('label', 'namespace', NAMESPACE, 'pod-security.kubernetes.io/enforce=restricted');
}

/** Removes it with everything in it. */
export const removeNamespace = (): string =>
  kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found', '--timeout=180s');

/**
 * Makes an image of the commands whose catalog has a migration that cannot work, under the tag
 * `bad`. Returns its name.
 */
export function badImage(): string {
  const image = 'emporium/shop:bad';
  const path = '/app/subgraphs/catalog/dist/subgraph.js';
  const migration =
    'class Catalog999Bad extends Catalog001Products { async up() { this.addSql(`alter table nowhere add column x int`); } }';
  const edits = `s/(migrations: \\[[^]]*)/\\1, Catalog999Bad/; s/^export const catalog = /${migration}\\n&/`;
  const lines = [
    'FROM emporium/shop:dev',
    'USER root',
    `RUN sed -i -E '${edits}' ${path} && grep -c Catalog999Bad ${path}`,
    'USER node',
  ];
  run('docker', ['build', '-q', '-t', image, '-'], lines.join('\n'));
  return image;
}

/**
 * Gives an image to the nodes by the command that CLUSTER_LOAD names, e.g. `kind load
 * docker-image`.
 */
export function loadImage(image: string): void {
  const [program = '', ...args] = (process.env['CLUSTER_LOAD'] ?? '').split(' ');
  const { status, output } = tryRun(program, [...args, image]);
  if (status !== 0) throw new Error(`${image} could not be loaded: ${output}`);
}
