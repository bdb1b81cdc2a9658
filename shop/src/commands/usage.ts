import { RECONCILE_USAGE } from './reconcile-usage.js';

/** How each command is called, and what it does. */
export const USAGE: Readonly<Record<string, string>> = {
  import: `usage: npm run import -- FILE.csv [--media-dir DIR] [--dry-run]
Imports products from a Shopify product CSV. --media-dir: folder with the images that it names; --dry-run: only tells what would happen.`,
  export: `usage: npm run export -- FILE.csv
Writes all products as a Shopify product CSV, which import reads again.`,
  'export:orders': `usage: npm run export:orders -- FILE.csv [--from DAY] [--to DAY]
Writes the invoices and credit notes that were issued from DAY to DAY (2026-01-31, both included, in UTC) for accounting: a row per rate of
tax with net, tax and gross, and what was paid and returned. Credit notes are negative, so that columns can be summed up. FILE -: standard output.`,
  seed: `usage: npm run seed -- [--size N]
Fills the shop with the demo catalog, or with N generated products.`,
  dlq: `usage: npm run dlq -- list [GROUP] | show|replay GROUP [ID…] [--after ID] [--limit N]
       npm run dlq -- skip GROUP EVENT_ID|TOPIC/PARTITION/OFFSET… --reason TEXT
Messages that consumers gave up on: lists them, shows them whole, or delivers them again.`,
  outbox: `usage: npm run outbox -- list [SUBGRAPH] | resend SUBGRAPH [ID…]
Events that wait or that the bus refused for good: lists them, or sends them again.`,
  'search:rebuild': `usage: npm run search:rebuild
Builds the search index anew from the catalog, while the old one goes on answering.`,
  'search:verify': `usage: npm run search:verify
Compares the search index with the catalog.`,
  migrate: `usage: npm run migrate
Brings every database up to date, before the services of a new version start.`,
  verify: `usage: npm run verify
Checks the invariants of every subgraph and those between them.`,
  reconcile: RECONCILE_USAGE,
  'payments:reconcile': `usage: npm run payments:reconcile [-- --since MOMENT] [--apply]
Compares payments with the provider's own books (with Stripe: what it lists of the last 30 days, or since --since) and tells what differs.
--apply: asks the provider again, sends what waits and writes down refunds made there; it charges and returns nothing. Exit code 1 while
something differs.`,
  admin: `usage: npm run admin -- list
       npm run admin -- create --email ADDRESS [--password-file FILE] | --promote
       npm run admin -- reset-password --email ADDRESS [--password-file FILE]
       npm run admin -- reset-factors --email ADDRESS
       npm run admin -- unlock --email ADDRESS [--ip ADDRESS]
Administrators, for an operator who has the machine: makes the first one, gives a new password (all sessions end), takes second
factors away that were lost, lets a blocked or locked
account in again. The password is asked for at a terminal, or read from standard input or a file; never from the command line.
--promote: makes an account that exists an administrator, with the password it has; --ip: also lets that client's network log in again.`,
  doctor: `usage: npm run doctor [-- --json]
Checks the configuration, every engine and every key, and says what to do about what is wrong. It changes nothing that lasts, and shows no
secret. Exit code 1 when something fails.`,
  backup: `usage: npm run backup -- --to DIR
Writes all that the shop keeps itself into a new folder, while it runs.`,
  restore: `usage: npm run restore -- --from DIR
Makes a shop from a backup, in an empty data folder (DATA_DIR) and empty databases.`,
  reset: `usage: npm run reset
Removes the data folder of a shop that is not running; the next start sets up a new one.`,
};
