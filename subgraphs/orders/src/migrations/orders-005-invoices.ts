import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * Invoices and credit notes with numbers that have no gap: a row per series and year counts them,
 * raised in the transaction that writes the document. What is on a document is a copy.
 */
export class Orders005Invoices extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table invoice_series (
      kind text not null check (kind in ('INVOICE', 'CREDIT_NOTE')),
      year integer not null,
      last integer not null check (last > 0),
      primary key (kind, year))`);
    this.addSql(`create table invoice (
      id text primary key,
      order_id text not null references orders (id),
      kind text not null check (kind in ('INVOICE', 'CREDIT_NOTE')),
      year integer not null,
      seq integer not null check (seq > 0),
      number text not null unique,
      source text not null unique,
      issued_at timestamptz not null,
      currency char(3) not null,
      total bigint not null check (total >= 0),
      data jsonb not null,
      sha256 text,
      unique (kind, year, seq))`);
    this.addSql(`create index invoice_of_order on invoice (order_id)`);
    // Orders that were paid before there were invoices get theirs by a job.
    this.addSql(`alter table orders add column invoiced boolean not null default false`);
    this.addSql(
      `create index orders_to_invoice on orders (paid_at) where paid_at is not null and not invoiced`,
    );
  }
}
