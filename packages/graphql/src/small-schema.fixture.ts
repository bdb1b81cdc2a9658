import { execute, parse } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { ANONYMOUS, type Principal } from '@emporium/auth/principal';
import { buildFederatedSchema } from './federated-schema.js';
import { connectionListSize } from './list-size.js';
import { money, MoneyType } from './money.type.js';
import { Node } from './node.type.js';
import {
  connection,
  connectionType,
  encodeCursor,
  ForwardPageArgs,
  pageRequest,
} from './paging.js';
import type { UserError } from './user-errors.js';
import {
  InvalidInputError,
  invalidInput,
  notFound,
  NotFoundError,
  userErrorUnion,
} from './user-errors.js';

enum Colour {
  RED = 'RED',
  SECRET = 'SECRET',
}
registerEnumType(Colour, { name: 'Colour', description: 'A colour.' });

@Directive('@key(fields: "id")')
@ObjectType('Thing', { implements: Node, description: 'A thing.' })
class Thing extends Node {
  @Field(() => String, { description: 'Name.' })
  name!: string;
  @Directive('@authenticated')
  @Field(() => String, { nullable: true, description: 'Guarded.' })
  secret?: string;
  @Field(() => Colour, { description: 'Colour.' })
  colour!: Colour;
}

// Loaded by another subgraph of the process: must not leak into this schema.
@ObjectType('Foreign', { implements: Node, description: 'x' })
class Foreign extends Node {}
@Resolver(() => Thing)
export class ForeignFields {
  @FieldResolver(() => Foreign, { description: 'x' })
  foreign(): Foreign {
    return new Foreign();
  }
}

@Directive('@requiresScopes(scopes: [["read:stock"]])')
@Directive('@key(fields: "id")')
@ObjectType('Vault', { implements: Node, description: 'Guarded as a whole.' })
export class Vault extends Node {
  @Field(() => String, { nullable: true, description: 'Content.' })
  content?: string;
}

const { Connection: ThingConnection } = connectionType('Thing', () => Thing);
const ThingError = userErrorUnion(
  'ThingError',
  [InvalidInputError, NotFoundError],
  'What can go wrong with things.',
);

@ArgsType()
class ThingRenameArgs {
  @Field(() => ID, { description: 'The thing.' })
  id!: string;
  @Field(() => String, { description: 'New name.' })
  name!: string;
}

@ObjectType('ThingPayload', { description: 'Answer.' })
class ThingPayload {
  @Field(() => Thing, { nullable: true, description: 'The thing.' })
  thing?: Thing | null;
  @Field(() => [ThingError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}

export const things = [1, 2, 3].map((n) =>
  Object.assign(new Thing(), {
    id: `thing_${n}`,
    name: `Thing ${n}`,
    secret: 's',
    colour: Colour.RED,
  }),
);
/** How often things were loaded. */
export const loads = { count: 0 };

@Resolver(() => Thing)
class ThingResolver {
  @FieldResolver(() => MoneyType, { description: 'Price.' })
  price(@Root() _thing: Thing): MoneyType {
    return money(1234, 'EUR');
  }
  @Query(() => Vault, { nullable: true, description: 'The vault.' })
  vault(): Vault {
    return Object.assign(new Vault(), { id: 'vault_1', content: 'gold' });
  }
  @Query(() => Node, { nullable: true, description: 'The vault, seen as anything.' })
  node(): Node {
    return Object.assign(new Vault(), { id: 'vault_1', content: 'gold' });
  }
  @Directive(connectionListSize(20))
  @Query(() => ThingConnection, { nullable: true, description: 'Things.' })
  things(@Args(() => ForwardPageArgs) args: ForwardPageArgs) {
    const page = pageRequest(args, 'id', 2);
    const from = page.position ? things.findIndex((t) => t.id === page.position!.id) + 1 : 0;
    return connection(things.slice(from, from + page.size + 1), page, (t) =>
      encodeCursor('id', t.id, t.id),
    );
  }
  @Directive('@inaccessible')
  @Query(() => Int, { nullable: true, description: 'Internal.' })
  _internal(): number {
    return 1;
  }
  @Directive('@requiresScopes(scopes: [["update:product"]])')
  @Mutation(() => ThingPayload, { nullable: true, description: 'Rename.' })
  thingRename(
    @Args(() => ThingRenameArgs) args: ThingRenameArgs,
    @Ctx() _ctx: unknown,
  ): ThingPayload {
    return { userErrors: [args.name === '' ? invalidInput('empty', ['name']) : notFound('none')] };
  }
  @Query(() => String, { nullable: true, description: 'Echo.' })
  echo(@Arg('text', () => String, { description: 'Text.' }) text: string): string {
    return text;
  }
}

export const built = buildFederatedSchema({
  resolvers: [ThingResolver],
  references: {
    Thing: async (_ctx, references) => {
      loads.count++;
      return references.map((r) => things.find((t) => t.id === r['id']) ?? null);
    },
    Vault: async (_ctx, references) =>
      references.map(({ id }) => Object.assign(new Vault(), { id: String(id), content: 'gold' })),
  },
  directives: {
    Colour: ['@tag(name: "admin")'],
    'Colour.SECRET': ['@inaccessible'],
    ThingError: ['@tag(name: "x")'],
  },
});

export const run = (query: string, principal: Principal = ANONYMOUS) =>
  execute({
    schema: built.schema,
    document: parse(query),
    contextValue: { principal, memo: new Map() },
  });
