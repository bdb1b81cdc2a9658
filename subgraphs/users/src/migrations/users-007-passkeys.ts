import { SubgraphMigration } from '@emporium/db/platform-migration';

/** Challenges of passkeys are signed, not stored; those that were answered are remembered. */
export class Users007Passkeys extends SubgraphMigration {
  override change(): void {
    this.addSql(`create table used_passkey_challenge (
      challenge_hash text primary key,
      expires_at timestamptz not null)`);
    this.addSql(
      'create index used_passkey_challenge_expires_at on used_passkey_challenge (expires_at)',
    );
  }
}
