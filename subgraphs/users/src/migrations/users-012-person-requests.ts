import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Exports and erasures of all that the shop keeps about a person, and how far they are. */
export class Users012PersonRequests extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table person_request (
      id text primary key,
      kind text not null check (kind in ('EXPORT', 'ERASURE')),
      user_id text not null references app_user,
      requested_by text not null,
      status text not null default 'RUNNING' check (status in ('RUNNING', 'DONE', 'INCOMPLETE', 'EXPIRED')),
      created_at timestamptz not null default now(),
      finished_at timestamptz,
      expires_at timestamptz,
      check ((status = 'RUNNING') = (finished_at is null)))`);
    // A second export of a person waits for the first; an erasure happens once.
    this.addSql(
      `create unique index person_request_running on person_request (user_id, kind) where status = 'RUNNING' or kind = 'ERASURE'`,
    );
    this.addSql('create index person_request_of_user on person_request (user_id, created_at)');
    this.addSql(
      'create index person_request_expires_at on person_request (expires_at) where expires_at is not null',
    );
    this.addSql(`create table person_request_part (
      request_id text not null references person_request on delete cascade,
      subgraph text not null,
      status text not null default 'WAITING' check (status in ('WAITING', 'DONE', 'FAILED')),
      attempts integer not null default 0,
      due_at timestamptz not null default now(),
      cursor text,
      pages integer not null default 0,
      message text,
      done_at timestamptz,
      primary key (request_id, subgraph),
      check ((status = 'DONE') = (done_at is not null)))`);
    this.addSql(
      `create index person_request_part_due on person_request_part (due_at) where status = 'WAITING'`,
    );
    this.addSql(`create table person_export_page (
      request_id text not null,
      subgraph text not null,
      position integer not null,
      data text not null,
      primary key (request_id, subgraph, position),
      foreign key (request_id, subgraph) references person_request_part on delete cascade)`);
  }
}
