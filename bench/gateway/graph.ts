import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const HEAD = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable"])
`;

/**
 * The shape of the public federation benchmark (users → reviews → products → inventory), with types
 * and data of our own.
 */
export const subgraphs = {
  users: `${HEAD}
    type User @key(fields: "id") { id: ID! login: String name: String birthday: Int }
    type Query { me: User user(id: ID!): User users: [User] }`,
  inventory: `${HEAD}
    type Product @key(fields: "upc") { upc: String! weight: Int @external price: Int @external inStock: Boolean shippingEstimate: Int @requires(fields: "price weight") }`,
  products: `${HEAD}
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
    type Query { topProducts(first: Int = 5): [Product] }`,
  reviews: `${HEAD}
    type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
    type User @key(fields: "id") { id: ID! reviews: [Review] }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
} as const;

export type SubgraphName = keyof typeof subgraphs;

const users = ['Ada', 'Bo', 'Cleo', 'Dan', 'Eve', 'Finn'].map((name, index) => ({
  id: `${index + 1}`,
  login: `@${name}`,
  name,
  birthday: 1980 + index,
}));
const products = ['Table', 'Sofa', 'Chair', 'Lamp', 'Shelf', 'Desk', 'Rug', 'Bed', 'Mirror'].map(
  (name, index) => ({
    upc: `${index + 1}`,
    name,
    price: 99 * (index + 1),
    weight: 40 * (index + 1),
    inStock: index % 3 !== 0,
  }),
);
const reviews = Array.from({ length: 23 }, (_none, index) => ({
  id: `${index + 1}`,
  body: `Review ${index + 1}: ${['does what it should', 'too heavy for the price', 'would buy again at any time'][index % 3]}.`,
  author: users[(index * 5) % users.length]!,
  product: products[(index * 7) % 5]!,
}));

type Args = Record<string, string & number>;

/** Resolvers by subgraph. */
export const resolvers: Record<SubgraphName, object> = {
  users: {
    Query: {
      me: () => users[0],
      user: (_root: unknown, { id }: Args) => users.find((user) => user.id === id),
      users: () => users,
    },
    User: { __resolveReference: ({ id }: Args) => users.find((user) => user.id === id) },
  },
  products: {
    Query: { topProducts: (_root: unknown, { first }: Args) => products.slice(0, first) },
    Product: {
      __resolveReference: ({ upc }: Args) => products.find((product) => product.upc === upc),
    },
  },
  inventory: {
    Product: {
      __resolveReference: (given: Args) => ({
        ...products.find((product) => product.upc === given['upc']),
        ...given,
      }),
      shippingEstimate: ({ price, weight }: Args) => (price! > 1000 ? 0 : Math.round(weight! / 2)),
    },
  },
  reviews: {
    User: { reviews: ({ id }: Args) => reviews.filter(({ author }) => author.id === id) },
    Product: { reviews: ({ upc }: Args) => reviews.filter(({ product }) => product.upc === upc) },
    Review: { __resolveReference: ({ id }: Args) => reviews.find((review) => review.id === id) },
  },
};

/** The composed graph with each subgraph at its address. Throws when it does not compose. */
export function supergraph(urls: Readonly<Record<SubgraphName, string>>): string {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: urls[name as SubgraphName],
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** About 97 kB and about 1 kB over all subgraphs, and about 1 kB from one of them. */
export const queries = {
  big: `fragment U on User { id login name } fragment R on Review { id body } fragment P on Product { inStock name price shippingEstimate upc weight }
    query Big { users { ...U reviews { ...R product { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } } } }
      topProducts { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } } }`,
  small: `query Small { user(id: "1") { id login name reviews { id body product { upc name price inStock shippingEstimate } } } }`,
  single: `query Single { users { id login name birthday sameId: id sameLogin: login sameName: name born: birthday again: name } }`,
};
