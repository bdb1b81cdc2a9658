// Written by `npm run schema` from rover.yaml, the list of subgraphs.
// Brings the metadata polyfill, which has to be there before any subgraph's decorators run.
import '@emporium/graphql/federated-schema';
import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import { cart } from '@emporium/cart/subgraph';
import { catalog } from '@emporium/catalog/subgraph';
import { media } from '@emporium/media/subgraph';
import { notifications } from '@emporium/notifications/subgraph';
import { orders } from '@emporium/orders/subgraph';
import { payments } from '@emporium/payments/subgraph';
import { pricing } from '@emporium/pricing-subgraph/subgraph';
import { search } from '@emporium/search/subgraph';
import { users } from '@emporium/users/subgraph';

/** All subgraphs, owners of data before those that follow them. */
// Each definition has services of its own type.
// oxlint-disable-next-line typescript/no-explicit-any
export const subgraphs: readonly SubgraphDefinition<any>[] = [
  users,
  catalog,
  media,
  search,
  cart,
  orders,
  payments,
  notifications,
  pricing,
];
