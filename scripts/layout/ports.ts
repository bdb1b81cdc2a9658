import type { ListedSubgraph } from '../schema/rover-config.js';

const FIRST_PORT = 4001;

/** Subgraph n of rover.yaml listens on 4000 + n: start, compose and docs count on the order. */
export function ports(listed: ListedSubgraph[]): string[] {
  return listed.flatMap(({ name, routingUrl, file }, index) => {
    const wanted = `http://localhost:${FIRST_PORT + index}/graphql`;
    return [
      ...(routingUrl === wanted
        ? []
        : [`rover.yaml: routing_url of ${name} is ${routingUrl}; write ${wanted}`]),
      ...(file === `schema/subgraphs/${name}.graphql`
        ? []
        : [
            `rover.yaml: schema.file of ${name} is ${file}; write ./schema/subgraphs/${name}.graphql`,
          ]),
    ];
  });
}
