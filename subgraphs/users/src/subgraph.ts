import { defineSubgraph } from '@emporium/platform/define-subgraph';
import { adminCommand } from './admin/admin-command.js';
import { AddressResolver } from './address/address.resolver.js';
import { resolveAddresses } from './address/resolve-addresses.js';
import { pruneExpired } from './audit/prune-expired.job.js';
import { ConsentResolver } from './consent/consent.resolver.js';
import { seedDemoUsers } from './demo/seed-demo-users.js';
import { userInvariants } from './invariants/user-invariants.js';
import { LinkResolver } from './link/link.resolver.js';
import { Users001Tables } from './migrations/users-001-tables.js';
import { Users002SupervisorOrders } from './migrations/users-002-supervisor-orders.js';
import { Users003AccountLinks } from './migrations/users-003-account-links.js';
import { Users010PersonRequests } from './migrations/users-010-person-requests.js';
import { Users011Consents } from './migrations/users-011-consents.js';
import { expireExports } from './person/expire-exports.job.js';
import { exportRoute } from './person/export-route.js';
import { personInvariants } from './invariants/person-invariants.js';
import { resolveExports } from './person/find-request.js';
import { PersonResolver } from './person/person.resolver.js';
import { runPersonRequests } from './person/run-person-requests.job.js';
import { publishMissing } from './revocation/publish-missing.job.js';
import { ownedUsers } from './reconcile/owned-users.js';
import { ensureRoles } from './role/ensure-roles.js';
import { resolveRoles } from './role/find-roles.js';
import { RoleResolver } from './role/role.resolver.js';
import { openServices } from './services.js';
import type { UsersServices } from './context.js';
import { jwksOf } from './session/publish-jwks.js';
import { resolveSessions } from './session/resolve-sessions.js';
import { SessionResolver } from './session/session.resolver.js';
import { entities } from './tables.js';
import { resolveUsers } from './user/find-users.js';
import { UserFields } from './user/user.fields.js';
import { UserAdminResolver } from './user/user-admin.resolver.js';
import { UserResolver } from './user/user.resolver.js';

export const users = defineSubgraph<UsersServices>({
  name: 'users',
  schema: {
    resolvers: [
      UserResolver,
      UserFields,
      UserAdminResolver,
      SessionResolver,
      LinkResolver,
      AddressResolver,
      RoleResolver,
      PersonResolver,
      ConsentResolver,
    ],
    references: {
      User: resolveUsers,
      UserAddress: resolveAddresses,
      Role: resolveRoles,
      Session: resolveSessions,
      PersonDataExport: resolveExports,
    },
  },
  entities: Object.values(entities),
  migrations: [
    Users001Tables,
    Users002SupervisorOrders,
    Users003AccountLinks,
    Users010PersonRequests,
    Users011Consents,
  ],
  needs: ['JWT_PRIVATE_KEY', 'JWT_PUBLIC_KEY'],
  services: openServices,
  ensure: ensureRoles,
  routes(app, makeCtx) {
    app.get('/.well-known/jwks.json', async (request) =>
      jwksOf(makeCtx(request).config.jwtPublicKeys),
    );
    exportRoute(app, makeCtx);
  },
  jobs: [publishMissing, pruneExpired, runPersonRequests, expireExports],
  invariants: [...userInvariants, ...personInvariants],
  owned: [ownedUsers],
  commands: [
    adminCommand,
    {
      name: 'seed-users',
      async *run(ctx) {
        yield { users: await seedDemoUsers(ctx) };
      },
    },
  ],
});
