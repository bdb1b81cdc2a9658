import { assumedListSize } from '@emporium/graphql/list-size';
import { connectionType } from '@emporium/graphql/paging';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

export enum AuditEntryKind {
  SECURITY = 'SECURITY',
  BUSINESS = 'BUSINESS',
}
registerEnumType(AuditEntryKind, {
  name: 'AuditEntryKind',
  description: 'What a line of the audit log is about.',
  valuesConfig: {
    SECURITY: { description: 'Accounts: log-ins, passwords, roles, erasures; kept for 400 days.' },
    BUSINESS: { description: 'Orders, money, goods and rules; kept for ten years.' },
  },
});

@ObjectType('AuditDetail', { description: 'One thing that a line of the audit log says.' })
export class AuditDetail {
  @Field(() => String, { description: 'What it is, e.g. `status`.' })
  name!: string;
  @Field(() => String, { description: 'Its value.' })
  value!: string;
}

@ObjectType('AuditEntry', { description: 'A line of the audit log. It is never changed.' })
export class AuditEntry {
  @Field(() => ID, { description: 'Id of the line.' })
  id!: string;
  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  recordedAt!: Date;
  @Field(() => AuditEntryKind, { description: 'What it is about.' })
  kind!: AuditEntryKind;
  @Field(() => String, { description: 'What happened, e.g. LOGIN_OK or ORDER_CANCELLED.' })
  type!: string;
  @Field(() => ID, { nullable: true, description: 'The user it is about, by id.' })
  userId!: string | null;
  @Field(() => ID, { nullable: true, description: 'The object it is about, by id.' })
  subject!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Who did it: a user by id, or a part of the shop by name; null for guests.',
  })
  actor!: string | null;
  @Field(() => String, { nullable: true, description: 'For whom a part of the shop did it.' })
  onBehalfOf!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Network of the client: an IPv4 address or an IPv6 block; gone after an erasure.',
  })
  network!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Request that it came from: lines of one request have the same.',
  })
  requestId!: string | null;
  @Directive(assumedListSize(5))
  @Field(() => [AuditDetail], { description: 'What is known of it, by name; no secret.' })
  details!: AuditDetail[];
}

export const { Connection: AuditEntryConnection } = connectionType('AuditEntry', () => AuditEntry);

@InputType('AuditWhere', { description: 'Which lines to list; all conditions must hold.' })
export class AuditWhere {
  @Field(() => AuditEntryKind, { nullable: true, description: 'What they are about.' })
  kind?: AuditEntryKind | null;
  @Field(() => String, { nullable: true, description: 'What happened, e.g. ROLE_ASSIGNED.' })
  type?: string | null;
  @Field(() => ID, { nullable: true, description: 'The user they are about.' })
  userId?: string | null;
  @Field(() => String, { nullable: true, description: 'Who did it.' })
  actor?: string | null;
  @Field(() => ID, { nullable: true, description: 'The object they are about.' })
  subject?: string | null;
  @Field(() => String, { nullable: true, description: 'Request that they came from.' })
  requestId?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'At or after this instant.' })
  recordedAfter?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this instant.' })
  recordedBefore?: Date | null;
}
