import type { Config } from '@emporium/platform/config/config';
import { adapterAddresses } from './adapter-addresses.js';

/** What the start box tells. */
export interface BoxFacts {
  config: Config;
  graphqlUrl: string;
  opsUrl: string;
  /** Undefined in production: no explorer, no demo log-ins. */
  explorerUrl?: string;
  seeded: boolean;
}

const scheme = (url = '') => url.split(':')[0];

/** The box that `npm start` prints: where everything is, how to log in, what it runs on. */
export function startBox({ config, graphqlUrl, opsUrl, explorerUrl, seeded }: BoxFacts): string {
  const own = adapterAddresses(config);
  const rows: [string, string][] = [
    ...(explorerUrl ? ([['Explorer', explorerUrl]] as [string, string][]) : []),
    ['GraphQL', graphqlUrl],
    ['Operations', `${opsUrl}/health  /ready  /metrics`],
    [
      'Adapters',
      `database ${scheme(config.databaseUrl)} · events ${scheme(config.busUrl)} · carts ${scheme(config.kvUrl)} · search ${scheme(own['SEARCH_URL'])}`,
    ],
    [
      '',
      `media ${scheme(own['BLOB_URL'])} · payments ${scheme(own['PAYMENT_URL'])} · mail ${scheme(own['MAIL_URL'])} · subgraphs ${config.subgraphTransport}`,
    ],
    ['Data', `${config.dataDir}  (npm run reset removes it)`],
  ];
  if (explorerUrl && seeded) {
    rows.push(
      ['Log in as', 'admin@emporium.test · supervisor@emporium.test · customer@emporium.test'],
      ['', 'password: emporium-demo'],
    );
  }
  const lines = rows.map(([label, text]) => `${label.padEnd(10)}  ${text}`);
  const width = Math.max(...lines.map((line) => line.length), 40);
  const bar = '─'.repeat(width + 2);
  return [
    `┌${bar}┐`,
    `│ ${'Emporium is open'.padEnd(width)} │`,
    `├${bar}┤`,
    ...lines.map((line) => `│ ${line.padEnd(width)} │`),
    `└${bar}┘`,
  ].join('\n');
}
