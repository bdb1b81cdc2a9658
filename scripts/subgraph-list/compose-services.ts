import { addressVariable } from '@emporium/platform/config/subgraph-fields';
import type { Follower } from './follow-list.js';

const FIRST_PORT = 4000;
const FIRST_OPS_PORT = 4100;

/**
 * The services of docker-compose.yml: addresses, what the gateway waits for, and one service per
 * subgraph with its ports. What a service waits for beside the engines is written by hand and
 * stays.
 */
export const composeServices: Follower = {
  file: 'docker-compose.yml',
  follow(text, names) {
    const addresses = names.map(
      (name, index) =>
        `  ${addressVariable(name)}: http://${name}:${FIRST_PORT + 1 + index}/graphql\n`,
    );
    const waits = names.map((name) => `      ${name}: { condition: service_healthy }\n`);
    const withAddresses = replaced(text, /(?: {2}SUBGRAPH_[A-Z]+_URL: .*\n)+/, () =>
      addresses.join(''),
    );
    const withWaits = replaced(
      withAddresses,
      /(\n {2}gateway:\n(?: {4}.*\n)*? {4}depends_on:\n {6}<<: \*engines\n)(?: {6}.*\n)*/,
      ([, head]) => head! + waits.join(''),
    );
    return replaced(
      withWaits,
      /(?: {2}(\w+):\n {4}<<: \*service\n(?: {4}.*\n)* {4}command: \[node, subgraphs\/\1\/.*\n(?: {4}.*\n)*\n)+/,
      ([all]) => {
        const existing = new Map(
          all
            .split(/\n\n(?= {2}\w)/)
            .map((block) => [/^ {2}(\w+):/.exec(block)![1]!, block.trimEnd()]),
        );
        return `${names.map((name, index) => withPorts(existing.get(name) ?? service(name), index + 1)).join('\n\n')}\n\n`;
      },
    );
  },
};

function replaced(text: string, place: RegExp, change: (match: RegExpExecArray) => string): string {
  const found = place.exec(text);
  if (!found)
    throw new Error(
      `docker-compose.yml no longer has the list that follows rover.yaml: mend scripts/subgraph-list/compose-services.ts`,
    );
  return text.slice(0, found.index) + change(found) + text.slice(found.index + found[0].length);
}

function withPorts(block: string, index: number): string {
  const [port, ops] = [FIRST_PORT + index, FIRST_OPS_PORT + index];
  return block
    .replace(/PORT: \d+, OPS_PORT: \d+/, `PORT: ${port}, OPS_PORT: ${ops}`)
    .replace(/expose: \['\d+'\]/, `expose: ['${port}']`)
    .replace(/ports: \['127\.0\.0\.1:\d+:\d+'\]/, `ports: ['127.0.0.1:${ops}:${ops}']`);
}

const service = (name: string) => `  ${name}:
    <<: *service
    image: emporium/${name}:\${EMPORIUM_VERSION:-dev}
    build: { context: ., dockerfile: deploy/Dockerfile, args: { SERVICE: ${name} } }
    command: [node, subgraphs/${name}/dist/main.js]
    environment: { <<: *subgraph, PORT: 0, OPS_PORT: 0 }
    expose: ['0']
    ports: ['127.0.0.1:0:0']
    develop: { watch: [{ action: rebuild, path: subgraphs/${name}/src }, { action: rebuild, path: packages }] }`;
