import { assumedListSize } from '@emporium/graphql/list-size';
import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar, UrlScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export enum PersonRequestStatus {
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  INCOMPLETE = 'INCOMPLETE',
  EXPIRED = 'EXPIRED',
}
registerEnumType(PersonRequestStatus, {
  name: 'PersonRequestStatus',
  description: 'How far an export or erasure of the data of a person is.',
  valuesConfig: {
    RUNNING: { description: 'Some parts are still to come; they are tried again by themselves.' },
    DONE: { description: 'All parts are there, or erased.' },
    INCOMPLETE: { description: 'Some parts failed for good: they are named; ask again later.' },
    EXPIRED: { description: 'The file was deleted.' },
  },
});

export enum PersonPartStatus {
  WAITING = 'WAITING',
  DONE = 'DONE',
  FAILED = 'FAILED',
}
registerEnumType(PersonPartStatus, {
  name: 'PersonPartStatus',
  description: 'How far a part of the shop is with the data of a person.',
  valuesConfig: {
    WAITING: { description: 'Still to come; `message` says why, when it was tried.' },
    DONE: { description: 'Done.' },
    FAILED: { description: 'Given up after many attempts; `message` says why.' },
  },
});

@ObjectType('PersonRequestPart', { description: 'What one part of the shop does for a request.' })
export class PersonRequestPartType {
  @Field(() => String, { description: 'Which part: `orders`, `payments` …' })
  name!: string;
  @Field(() => PersonPartStatus, { description: 'How far it is.' })
  status!: PersonPartStatus;
  @Field(() => String, { nullable: true, description: 'Why it waits or failed.' })
  message!: string | null;
}

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-prq")')
@ObjectType('PersonDataExport', {
  implements: Node,
  description: 'An export of all that the shop keeps about a person, as JSON and to read.',
})
export class PersonDataExport extends Node {
  @Field(() => ID, { description: 'Id of the request.' })
  override id!: string;
  @Field(() => PersonRequestStatus, { description: 'How far it is.' })
  status!: PersonRequestStatus;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt!: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the file is deleted; null until there is one.',
  })
  expiresAt!: Date | null;
  @Directive(assumedListSize(10))
  @Field(() => [PersonRequestPartType], { description: 'The parts of the shop, by name.' })
  parts!: PersonRequestPartType[];
  @Field(() => UrlScalar, {
    nullable: true,
    description:
      'The file as JSON (docs/schema/person-data-1.schema.json), open to whoever has the link for 15 minutes; ask again for a new link.',
  })
  jsonUrl!: string | null;
  @Field(() => UrlScalar, { nullable: true, description: 'The same to read in a browser.' })
  htmlUrl!: string | null;
}

@ObjectType('PersonErasure', {
  description: 'The erasure of a person and how far the parts of the shop are with it.',
})
export class PersonErasure {
  @Field(() => ID, { description: 'Id of the user, which stays.' })
  userId!: string;
  @Field(() => PersonRequestStatus, { description: 'How far it is.' })
  status!: PersonRequestStatus;
  @Field(() => DateTimeScalar, { description: 'When the person was erased from the accounts.' })
  createdAt!: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the last part was done or given up.',
  })
  finishedAt!: Date | null;
  @Directive(assumedListSize(10))
  @Field(() => [PersonRequestPartType], { description: 'The parts of the shop, by name.' })
  parts!: PersonRequestPartType[];
}
