/** What `npm run reconcile -- --help` says. */
export const RECONCILE_USAGE = `usage: npm run reconcile -- [--restored SUBGRAPH --since TIME] [--apply]

Brings the subgraphs together again after one database was restored to an earlier moment, or whenever npm run verify finds that they
differ. Without --apply it changes nothing and says what it would do. It may be run again at any time: it finds only what is left.

  --restored SUBGRAPH  whose database was restored; its consumers hear again what was sent since TIME
  --since TIME         when the dump was begun, RFC 3339 with time zone, e.g. 2026-11-27T03:00:00Z
  --apply              make the changes

On Kafka stop the services first: the offsets of a group can be changed only while nobody runs it. How to restore a database:
docs/runbooks/restore-one-database.md`;
