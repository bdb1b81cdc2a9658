import { addressVariable } from '@emporium/platform/config/subgraph-fields';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { composeSchema, MACHINE_LOGS, type ComposeFile } from './compose-schema.js';

const PATH = 'docker-compose.yml';
const FIRST_PORT = 4000;
const FIRST_OPS_PORT = 4100;

/** Reads and checks the compose file. Throws with one line per problem. */
export function readComposeFile(root: string): ComposeFile {
  const read = composeSchema.safeParse(
    parse(readFileSync(join(root, PATH), 'utf8'), { merge: true }),
  );
  if (!read.success) throw new Error(z.prettifyError(read.error));
  return read.data;
}

/**
 * The compose file against the list of subgraphs: ports, addresses, programs, health checks, order,
 * volumes, names of variables.
 */
export function composeFile(
  root: string,
  subgraphs: readonly string[],
  variables: Pick<ReadonlySet<string>, 'has'>,
): string[] {
  if (!existsSync(join(root, PATH))) return [];
  let file: ComposeFile;
  try {
    file = readComposeFile(root);
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => `${PATH}: ${line}`);
  }
  // A file of engines only is one as well.
  if (!subgraphs.some((name) => name in file.services)) return [];
  return [
    ...['gateway', ...subgraphs].flatMap((name, index) => ofService(file, name, index, subgraphs)),
    ...ofAll(file, root, variables),
  ].map((problem) => `${PATH}: ${problem}`);
}

function ofService(
  { services }: ComposeFile,
  name: string,
  index: number,
  subgraphs: readonly string[],
): string[] {
  const service = services[name];
  if (!service) return [`${name} is missing`];
  const env = service.environment ?? {};
  const [port, ops] = [FIRST_PORT + index, FIRST_OPS_PORT + index];
  const program = name === 'gateway' ? 'gateway/dist/main.js' : `subgraphs/${name}/dist/main.js`;
  const wanted: [unknown, unknown, string][] = [
    [env['PORT'], port, 'PORT'],
    [env['OPS_PORT'], ops, 'OPS_PORT'],
    [service.command?.join(' '), `node ${program}`, 'command'],
    [service.build?.args.SERVICE, name, 'build argument SERVICE'],
    ...subgraphs.map((other, i): [unknown, unknown, string] => [
      env[addressVariable(other)],
      `http://${other}:${FIRST_PORT + 1 + i}/graphql`,
      addressVariable(other),
    ]),
  ];
  return [
    ...wanted.flatMap(([found, right, what]) =>
      found === right ? [] : [`${what} of ${name} is ${String(found)}; write ${String(right)}`],
    ),
    ...(service.healthcheck ? [] : [`${name} has no healthcheck`]),
    ...(service.develop ? [] : [`${name} has no develop: watch`]),
    ...(['postgres', 'redis', 'kafka'].every(
      (engine) => service.depends_on?.[engine]?.condition === 'service_healthy',
    )
      ? []
      : [`${name} does not wait for its engines to be healthy`]),
  ];
}

function ofAll(
  { services, configs, volumes }: ComposeFile,
  root: string,
  variables: Pick<ReadonlySet<string>, 'has'>,
): string[] {
  const files = Object.values(configs).flatMap(({ file }) =>
    existsSync(join(root, file)) ? [] : [`the configuration ${file} is not there`],
  );
  const used = new Set(
    Object.values(services).flatMap((service) =>
      (service.configs ?? []).map(({ source }) => source),
    ),
  );
  const unused = Object.keys(configs).flatMap((name) =>
    used.has(name) ? [] : [`no service uses the configuration ${name}`],
  );
  const ofServices = Object.entries(services).flatMap(([name, service]) => [
    ...Object.keys(service.depends_on ?? {}).flatMap((other) =>
      services[other] ? [] : [`${name} waits for ${other}, which is no service`],
    ),
    ...(service.volumes ?? []).flatMap((volume) =>
      volume === MACHINE_LOGS || volumes[volume.split(':')[0]!]
        ? []
        : [`the volume of ${name}, ${volume}, is not named at the end`],
    ),
    ...(service.configs ?? []).flatMap(({ source }) =>
      configs[source]
        ? []
        : [`${name} uses the configuration ${source}, which is not named at the end`],
    ),
    ...(service.develop?.watch ?? []).flatMap(({ path }) =>
      existsSync(join(root, path)) ? [] : [`${name} watches ${path}, which is not there`],
    ),
    ...(service.build
      ? Object.keys(service.environment ?? {}).flatMap((key) =>
          variables.has(key) ? [] : [`${name} is given ${key}, which nothing reads`],
        )
      : []),
    // Images without a shell cannot ask themselves, and nothing waits for those who only look on.
    ...(!service.build && !service.healthcheck && !service.profiles.includes('observability')
      ? [`${name} has no healthcheck`]
      : []),
  ]);
  return [...files, ...unused, ...ofServices];
}
