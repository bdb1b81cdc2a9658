import type { FakeContext } from './fake-context.js';
import { readUpload, type Upload } from './fake-uploads.js';

const head = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@inaccessible", "@authenticated", "@requiresScopes", "@cost", "@listSize"])
`;
const product = (id: string) => ({
  id,
  name: `Product ${id}`,
  creator: { __typename: 'User', id: `u-${id}` },
});
const user = (id: string) => ({
  id,
  displayName: `User ${id}`,
  email: `${id}@emporium.test`,
  status: 'ACTIVE',
  roles: ['CUSTOMER'],
  secret: { text: 's' },
});
const page = (first: number) =>
  Array.from({ length: first }, (_value, index) => product(String(index + 1)));
const pastries = [
  { __typename: 'Cake', id: 'c', label: 'cake', recipe: 'butter' },
  { __typename: 'Pie', id: 'p', label: 'pie', recipe: 'secret' },
];

/**
 * Small subgraphs with everything that the gateway must cope with: keys, guards of all kinds,
 * abstract types, files, live fields.
 */
export const graphs = {
  users: {
    sdl: `${head}
      type User @key(fields: "id") {
        id: ID! displayName: String! email: String @authenticated status: String @requiresScopes(scopes: [["read:user"]])
        roles: [String!] @requiresScopes(scopes: [["read:role", "read:user"], ["root"]]) secret: Secret
      }
      type Secret @authenticated { text: String }
      type AuthPayload { user: User accessToken: String }
      type Query { me: User user(id: ID!): User @requiresScopes(scopes: [["read:user"]]) whoami: String secret: Secret giftCardBalance(code: String!): Int _user(id: ID!): User @inaccessible }
      type Mutation {
        userLogin(email: String!, password: String!): AuthPayload userRegister(email: String!, password: String!): AuthPayload
        sessionRefresh: AuthPayload giftCardRedeem(code: String!): Int
      }`,
    resolvers: {
      User: { __resolveReference: ({ id }: { id: string }) => user(id) },
      Query: {
        me: (_s: unknown, _a: unknown, { request }: FakeContext) =>
          request.principal.sub ? user(request.principal.sub) : null,
        user: (_s: unknown, { id }: { id: string }) => user(id),
        whoami: (_s: unknown, _a: unknown, { request }: FakeContext) =>
          JSON.stringify(request.principal),
        secret: () => ({ text: 's' }),
      },
      Mutation: {
        userLogin(_s: unknown, _a: unknown, { cookies }: FakeContext) {
          cookies.push('access_token=a; Path=/', 'refresh_token=r; HttpOnly; Path=/graphql');
          return { user: user('1'), accessToken: 'a' };
        },
        userRegister: () => ({ user: user('2'), accessToken: 'b' }),
        sessionRefresh: (_s: unknown, _a: unknown, { request }: FakeContext) => ({
          accessToken: request.headers?.['x-refresh-token'] ?? null,
        }),
      },
    },
  },
  catalog: {
    sdl: `${head}
      type Product @key(fields: "id") {
        id: ID! name: String! creator: User cost: Int @requiresScopes(scopes: [["read:product"]])
        related(first: Int = 3): [Product!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
      }
      type User @key(fields: "id", resolvable: false) { id: ID! }
      type Products { nodes: [Product!]! total: Int }
      interface Pastry { id: ID! label: String recipe: String }
      type Cake implements Pastry { id: ID! label: String recipe: String flour: String }
      type Pie implements Pastry { id: ID! label: String recipe: String @requiresScopes(scopes: [["read:recipe"]]) }
      union Treat = Cake | Pie
      input ProductInput { name: String! }
      type Query {
        product(id: ID!): Product ping: String boom: String strict: Strict
        products(first: Int, after: String): Products @listSize(slicingArguments: ["first"], assumedSize: 20, requireOneSlicingArgument: false, sizedFields: ["nodes"])
        pastries: [Pastry!] treats: [Treat!]
      }
      type Strict { must: String! }
      type Mutation { productCreate(input: ProductInput!): Product @requiresScopes(scopes: [["create:product"]]) touch: Int @cost(weight: 50) }`,
    resolvers: {
      Product: {
        __resolveReference: ({ id }: { id: string }) => product(id),
        related: (_s: unknown, { first }: { first: number }) => page(first),
        cost: () => 7,
      },
      Pastry: { __resolveType: (value: { __typename: string }) => value.__typename },
      Treat: { __resolveType: (value: { __typename: string }) => value.__typename },
      Query: {
        product: (_s: unknown, { id }: { id: string }) => product(id),
        ping: () => 'pong',
        boom: () => {
          throw new Error('select * from products at 10.0.0.1:5432');
        },
        strict: () => ({ must: 'x' }),
        products: (_s: unknown, { first }: { first?: number }) => ({
          nodes: page(first ?? 2),
          total: 2,
        }),
        pastries: () => pastries,
        treats: () => pastries,
      },
      Mutation: {
        productCreate: (_s: unknown, { input }: { input: { name: string } }) => ({
          id: '9',
          name: input.name,
        }),
        touch: () => 1,
      },
    },
  },
  media: {
    sdl: `${head}
      scalar Upload
      input FilesInput { files: [Upload!]! }
      type Query { mediaCount: Int }
      type Mutation {
        mediaUpload(file: Upload!): String @requiresScopes(scopes: [["create:media"]])
        mediaUploadMany(input: FilesInput!): [String!] @requiresScopes(scopes: [["create:media"]])
      }`,
    resolvers: {
      Mutation: {
        mediaUpload: (_s: unknown, { file }: { file: Upload }) => readUpload(file),
        mediaUploadMany: (_s: unknown, { input }: { input: { files: Upload[] } }) =>
          Promise.all(input.files.map(readUpload)),
      },
    },
  },
  notifications: {
    sdl: `${head}
      type Notification { id: ID! kind: String! product: Product }
      type Product @key(fields: "id", resolvable: false) { id: ID! }
      type Query { notification(id: ID!): Notification }
      type Subscription { notificationReceived: Notification @authenticated productCreated: Notification }`,
    resolvers: {
      Query: {
        notification: (_s: unknown, { id }: { id: string }) =>
          id.startsWith('foreign')
            ? null
            : { id, kind: 'PRODUCT_CREATED', product: { __typename: 'Product', id: '5' } },
      },
    },
  },
};
