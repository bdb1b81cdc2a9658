import type { Follower } from './follow-list.js';

const FIRST_OPS_PORT = 4100;

/** Whom Prometheus of docker-compose.yml asks: the gateway and every subgraph. */
export const prometheusTargets: Follower = {
  file: 'deploy/observability/prometheus.yml',
  follow(text, names) {
    const place = /(?: {6}- \{ names: \[\w+\], type: A, port: \d+ \}\n)+/;
    if (!place.test(text))
      throw new Error(
        'deploy/observability/prometheus.yml no longer has the list that follows rover.yaml: mend scripts/subgraph-list/prometheus-targets.ts',
      );
    const targets = ['gateway', ...names].map(
      (name, index) => `      - { names: [${name}], type: A, port: ${FIRST_OPS_PORT + index} }\n`,
    );
    return text.replace(place, targets.join(''));
  },
};
