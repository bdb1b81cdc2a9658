import { sqlRows } from '@emporium/db/sql';
import type { Shop } from '../start-shop.js';
import type { CrossCheck } from './cross-check.js';

const MAX_LISTED = 20;
const MAX_LETTERS = 1_000;
/**
 * Topics about persons and their orders. A description of a product may name an address; these must
 * not.
 */
const TOPICS = `('auth_events', 'order_events', 'payment_events')`;
/** An e-mail address, or a field that holds a person's name, address or phone number. */
const PERSONAL = String.raw`[[:alnum:]._%+-]+@[[:alnum:]-]+\.[[:alpha:]]|"(email|firstName|lastName|displayName|phone|line1|postalCode)"`;
const PERSONAL_TEXT =
  /[\w.%+-]+@[\w-]+\.[a-z]|"(email|firstName|lastName|displayName|phone|line1|postalCode)"/i;

/**
 * Copies of persons outside users, whose own tables refuse values of an erased one: each lists the
 * rows that still hold something of the given erased ones.
 */
const COPIES: { place: string; owner: string; statement: string }[] = [
  {
    place: 'users in orders',
    owner: 'orders',
    statement: `select id from orders.denormalized_users where id = any(?) and (not deleted or email is not null or name is not null)`,
  },
  {
    place: 'orders',
    owner: 'orders',
    statement: `select id from orders.orders where user_id = any(?)`,
  },
  {
    place: 'users in notifications',
    owner: 'notifications',
    statement: `select user_id as id from notifications.recipient where user_id = any(?) and not erased`,
  },
  {
    place: 'pictures in media',
    owner: 'media',
    statement: `select id from media.media_asset where owner_id = any(?)`,
  },
  {
    place: 'mail preferences',
    owner: 'notifications',
    statement: `select user_id as id from notifications.mail_preferences where user_id = any(?)`,
  },
  {
    place: 'cart reminders',
    owner: 'notifications',
    statement: `select user_id as id from notifications.cart_reminder where user_id = any(?)`,
  },
  {
    place: 'mails',
    owner: 'notifications',
    statement: `select id from notifications.mail where user_id = any(?) and error is distinct from 'erased'`,
  },
];

/**
 * I15: of an erased person nothing is left in a replica, an order or the mails, and what the bus
 * carries names nobody, because a log cannot forget. Kafka's log is not read: what goes there comes
 * out of an outbox.
 */
export const nothingPersonalLeft: CrossCheck = {
  invariants: [
    { id: 'I15', title: 'nothing personal of erased users is left, and no event carries any' },
  ],
  run: async (shop, { found }) => {
    const parts = await Promise.all([
      leftCopies(shop),
      outboxes(shop),
      embeddedLog(shop),
      deadLetters(shop),
    ]);
    for (const line of parts.flat()) found('I15', line);
  },
};

async function leftCopies(shop: Shop): Promise<string[]> {
  const erased = await rowsOf<{ id: string }>(
    shop,
    'users',
    `select id from users.app_user where status = 'ERASED'`,
  );
  if (erased.length === 0) return [];
  // As a literal, since a list as a parameter becomes one parameter per id.
  const ids = `{${erased.map(({ id }) => JSON.stringify(id)).join(',')}}`;
  const found = COPIES.map(async ({ place, owner, statement }) => {
    const running = shop.subgraphs.find(({ name }) => name === owner)!;
    const limited = `${statement.replace('any(?)', 'any(?::text[])')} limit ${MAX_LISTED}`;
    const rows = await sqlRows<{ id: string }>(running.database.fork(), limited, [ids]);
    return rows.map(({ id }) => `${place}: ${id} still belongs to an erased user`);
  });
  return (await Promise.all(found)).flat();
}

async function outboxes(shop: Shop): Promise<string[]> {
  const found = shop.subgraphs.map(async ({ name, database }) => {
    const rows = await sqlRows<{ id: string; type: string }>(
      database.fork(),
      `select id, type from ${name}.outbox where topic in ${TOPICS} and payload ~* ? order by id limit ${MAX_LISTED}`,
      [PERSONAL],
    );
    return rows.map(
      ({ id, type }) => `outbox of ${name}: event ${id} (${type}) carries personal data`,
    );
  });
  return (await Promise.all(found)).flat();
}

/** The log of the embedded bus, where it lives beside the tables of users. */
async function embeddedLog(shop: Shop): Promise<string[]> {
  if (shop.runtime.bus.kind !== 'memory') return [];
  const [log] = await rowsOf<{ there: boolean }>(
    shop,
    'users',
    `select to_regclass('bus.events') is not null as there`,
  );
  if (!log?.there) return [];
  const running = shop.subgraphs.find(({ name }) => name === 'users')!;
  const rows = await sqlRows<{ id: string; topic: string }>(
    running.database.fork(),
    // Escaped, because broken bytes are no text.
    `select id, topic from bus.events where topic in ${TOPICS} and encode(value, 'escape') ~* ? order by id limit ${MAX_LISTED}`,
    [PERSONAL],
  );
  return rows.map(
    ({ id, topic }) =>
      `event log: ${topic} ${id} carries personal data; the log drops it after 7 days`,
  );
}

async function deadLetters(shop: Shop): Promise<string[]> {
  const groups = shop.subgraphs.flatMap(
    ({ definition }) => definition.consumers?.map(({ group }) => group) ?? [],
  );
  const found: string[] = [];
  for (const group of groups) {
    const letters = await shop.runtime.bus.deadLetters(group, { first: MAX_LETTERS });
    const personal = letters.filter(
      ({ topic, value }) =>
        TOPICS.includes(`'${topic}'`) && PERSONAL_TEXT.test(value?.toString() ?? ''),
    );
    found.push(
      ...personal.map(({ id }) => `dead letters of ${group}: ${id} carries personal data`),
    );
  }
  return found;
}

function rowsOf<T extends object>(shop: Shop, owner: string, statement: string): Promise<T[]> {
  return sqlRows<T>(shop.subgraphs.find(({ name }) => name === owner)!.database.fork(), statement);
}
