import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { missingDescriptions } from './missing-descriptions.js';

it('every kind of element without a description is listed, root types aside', () => {
  const schema = buildSchema(`
    type Query { "said" shop("said" id: ID, slug: String): Shop }
    type Shop { "said" name: String state: State }
    "said" enum State { "said" ON OFF }
    "said" input ShopInput { "said" name: String slug: String }
    scalar Day
    union Any = Shop
    interface Node { "said" id: ID! }
  `);
  expect(missingDescriptions(schema)).toEqual([
    'Any',
    'Day',
    'Node',
    'Query.shop(slug:)',
    'Shop',
    'Shop.state',
    'ShopInput.slug',
    'State.OFF',
  ]);
});
