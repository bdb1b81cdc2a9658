import { join, resolve } from 'node:path';
import type { Config } from '@emporium/platform/config/config';
import { platformDatabaseUrl, subgraphDatabaseUrl } from '@emporium/platform/database-addresses';
import { adapterAddresses } from '../adapter-addresses.js';
import { subgraphs } from '../subgraphs.js';

/**
 * Databases on servers that the shop keeps its data in, by the subgraph's name; `platform` is that
 * of the embedded bus and stores.
 */
export function serverDatabases(config: Config): { name: string; url: string }[] {
  const platform =
    config.busUrl.startsWith('memory:') || config.kvUrl.startsWith('pglite:')
      ? platformDatabaseUrl(config)
      : undefined;
  const all: [string, string | undefined][] = subgraphs.map(({ name }) => [
    name,
    subgraphDatabaseUrl(config, name),
  ]);
  return [...all, ['platform', platform] as const].flatMap(([name, url]) =>
    url ? [{ name, url }] : [],
  );
}

/** Whether any data is in the database of DATA_DIR. */
export function usesEmbedded(config: Config): boolean {
  return !config.databaseUrl.startsWith('postgres');
}

/** Folders of files that belong to the shop's data, by their names in a backup. */
export function dataFolders(config: Config): Record<string, string> {
  const { paymentUrl, blobUrl, mailUrl } = addresses(config);
  const folder = (url: string, usual: string) =>
    resolve(url.slice('file:'.length) || join(config.dataDir, usual));
  return {
    keys: join(config.dataDir, 'keys'),
    ...(paymentUrl === 'test:' ? { provider: join(config.dataDir, 'provider') } : {}),
    ...(blobUrl.startsWith('file:') ? { media: folder(blobUrl, 'media') } : {}),
    ...(mailUrl.startsWith('file:') ? { mail: folder(mailUrl, 'mail') } : {}),
  };
}

/**
 * What else the shop keeps data in, that a backup of this machine cannot hold, and what to do about
 * it.
 */
export function elsewhere(config: Config): string[] {
  const { paymentUrl, blobUrl, searchUrl } = addresses(config);
  return [
    ...(config.busUrl.startsWith('kafka')
      ? [
          'events: Kafka keeps its own; after a restore npm run reconcile lets the subgraphs tell again',
        ]
      : []),
    ...(config.kvUrl.startsWith('redis')
      ? ['carts and revocations: Redis, by its own snapshots (RDB, AOF)']
      : []),
    ...(blobUrl.startsWith('s3')
      ? ["images: the bucket, by the store's own versions or replication"]
      : []),
    ...(searchUrl.startsWith('pg:')
      ? []
      : ['the search index: npm run search:rebuild makes it anew']),
    ...(paymentUrl === 'test:' ? [] : ["payments: the provider's own books"]),
  ];
}

function addresses(config: Config) {
  const { PAYMENT_URL, BLOB_URL, MAIL_URL, SEARCH_URL } = adapterAddresses(config);
  return {
    paymentUrl: PAYMENT_URL!,
    blobUrl: BLOB_URL!,
    mailUrl: MAIL_URL!,
    searchUrl: SEARCH_URL!,
  };
}
