import { BUILT_IN_ROLES } from '@emporium/auth/permissions';
import { servicePrincipal, type Principal } from '@emporium/auth/principal';
import { subgraphCommand } from '../commands/subgraph-command.js';
import type { Shop } from '../start-shop.js';
import { callSubgraph } from './call-subgraph.js';

const FIND = 'query ($where: UserWhere) { users(first: 1, where: $where) { nodes { id } } }';

/** Id of the user with an e-mail address, or undefined. */
export async function findUser(shop: Shop, email: string): Promise<string | undefined> {
  const found = await callSubgraph<{ nodes: { id: string }[] }>(
    shop,
    'users',
    servicePrincipal('users'),
    FIND,
    { where: { email } },
  );
  return found.nodes[0]?.id;
}

/** Creates the three demo users (once) and gives the principals of admin and customer. */
export async function demoUsers(shop: Shop): Promise<{ admin: Principal; customer: Principal }> {
  for await (const _line of subgraphCommand('users', 'seed-users')(shop, {}));
  const idOf = async (email: string) => {
    const id = await findUser(shop, email);
    if (!id) throw new Error(`there is no demo user ${email}`);
    return id;
  };
  return {
    admin: {
      kind: 'user',
      sub: await idOf('admin@emporium.test'),
      role: 'ADMIN',
      permissions: BUILT_IN_ROLES.ADMIN,
    },
    customer: {
      kind: 'user',
      sub: await idOf('customer@emporium.test'),
      role: 'CUSTOMER',
      permissions: [],
    },
  };
}
