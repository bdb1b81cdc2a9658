import { SubgraphMigration } from '@emporium/db/platform-migration';

/**
 * The log of security events becomes the audit log of the shop: business events beside them, and a
 * chain of hashes per kind, in which a row that was changed or removed is missed. A chain begins
 * behind what retention has removed.
 */
export class Users017AuditChain extends SubgraphMigration {
  override change(): void {
    this.addSql(`alter table security_event
      add column kind text not null default 'SECURITY' check (kind in ('SECURITY', 'BUSINESS')),
      add column subject text,
      add column on_behalf_of text,
      add column request_id text,
      add column event_id text unique,
      add column seq bigint,
      add column hash text,
      add check ((seq is null) = (hash is null))`);
    this.addSql(
      'create unique index security_event_chain on security_event (kind, seq) where seq is not null',
    );
    this.addSql(
      'create index security_event_unsealed on security_event (kind, id) where seq is null',
    );
    this.addSql('create index security_event_of_actor on security_event (actor_id, id)');
    this.addSql('create index security_event_of_subject on security_event (subject, id)');
    this.addSql('create index security_event_type on security_event (type, id)');
    this.addSql('create index security_event_request on security_event (request_id, id)');
    this.addSql(`create table audit_chain (
      kind text primary key,
      first_seq bigint not null default 0,
      first_hash text not null default '',
      last_seq bigint not null default 0,
      last_hash text not null default '')`);
    this.addSql(`insert into audit_chain (kind) values ('SECURITY'), ('BUSINESS')`);
  }
}
