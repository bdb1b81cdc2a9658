/** A page of a shop and how many subgraph fetches it may plan (docs/schema-rules.md, end). */
export interface GoldenPlan {
  page: string;
  fetches: number;
  operation: string;
}

const MONEY = '{ minor currency decimal }';

export const GOLDEN_PLANS: GoldenPlan[] = [
  {
    page: 'search page with cards',
    fetches: 1,
    operation: `query ($q: String!) {
      search(query: $q, first: 24) {
        totalCount
        nodes { score card { name slug thumbnailUrl inStock price { min ${MONEY} max ${MONEY} } } }
        facets { name values { value label count selected } }
      }
    }`,
  },
  {
    page: 'cart page',
    fetches: 1,
    operation: `query ($id: ID) {
      cart(id: $id) {
        totalQuantity
        lines { id quantity snapshot { name sku imageUrl } unitPrice ${MONEY} lineTotal ${MONEY} }
        cost { subtotal ${MONEY} tax ${MONEY} total ${MONEY} estimated }
        problems { __typename ... on LineInsufficientStock { lineId available } }
      }
    }`,
  },
  {
    page: 'product page with images, variants and related products',
    fetches: 4,
    operation: `query ($slug: String) {
      product(slug: $slug) {
        id name description
        categories { name slug }
        images { alt asset { url(transform: { width: 800 }) } }
        variants(first: 20) { nodes { id sku price ${MONEY} availability { inStock maxOrderable } } }
        related(first: 8) { id name slug priceRange { min ${MONEY} } }
      }
    }`,
  },
  {
    page: 'live search hits with images',
    fetches: 3,
    operation: `query ($q: String!) {
      search(query: $q) { nodes { product { id name priceRange { min ${MONEY} } images { asset { url } } } } }
    }`,
  },
  {
    page: 'account page with cart, five orders and the live pictures of their variants',
    fetches: 7,
    operation: `query {
      me {
        displayName
        cart { lines { quantity variant { sku product { images { asset { url } } } } } }
        orders(first: 5) { nodes { number total ${MONEY} lines { quantity variant { product { images { asset { url } } } } } } }
      }
    }`,
  },
  {
    page: 'account page with cart, five orders, live variants, payments and inbox',
    fetches: 7,
    operation: `query {
      me {
        id displayName
        cart { lines { quantity variant { sku price ${MONEY} } } }
        orders(first: 5) { nodes { number total ${MONEY} payments { status } lines { quantity variant { availability { inStock } } } } }
        notifications(first: 5) { nodes { kind createdAt } }
      }
    }`,
  },
  {
    page: 'placing an order with the balance due',
    fetches: 2,
    operation: `mutation ($input: OrderPlaceInput!, $key: ID!) {
      orderPlace(input: $input, idempotencyKey: $key) {
        order { id number total ${MONEY} balanceDue ${MONEY} }
        userErrors { ... on UserError { code message path } }
      }
    }`,
  },
];
