/** Statements of a migration that makes the tables of the replica. */
export const RULE_TABLES: readonly string[] = [
  `create table pricing_rule (
    id text primary key,
    kind text not null,
    version integer not null,
    is_deleted boolean not null default false,
    data jsonb,
    change bigint not null,
    check (is_deleted = (data is null)))`,
  `create index pricing_rule_change on pricing_rule (change)`,
  `create table pricing_rule_state (
    id integer primary key check (id = 1),
    changes bigint not null default 0,
    purges bigint not null default 0)`,
  `insert into pricing_rule_state (id) values (1)`,
];
