import { defineSubgraph } from '@emporium/platform/define-subgraph';
import { adminCommand } from './admin/admin-command.js';
import { AddressResolver } from './address/address.resolver.js';
import { resolveAddresses } from './address/resolve-addresses.js';
import { apiKeyConfig } from './api-key/api-key.config.js';
import { ApiKeyResolver } from './api-key/api-key.resolver.js';
import { resolveApiKeys } from './api-key/resolve-api-keys.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { auditConsumer } from './audit/record-business-event.js';
import { sealAudit } from './audit/seal-audit.job.js';
import { pruneExpired } from './audit/prune-expired.job.js';
import { usersConfig } from './config.js';
import { ConsentResolver } from './consent/consent.resolver.js';
import { seedDemoUsers } from './demo/seed-demo-users.js';
import { resealSecrets } from './factor/reseal-secrets.job.js';
import { FactorResolver } from './factor/factor.resolver.js';
import { DeviceResolver } from './device/device.resolver.js';
import { FactorResetResolver } from './factor-reset/factor-reset.resolver.js';
import { factorInvariants } from './invariants/factor-invariants.js';
import { machineInvariants } from './invariants/machine-invariants.js';
import { userInvariants } from './invariants/user-invariants.js';
import { LinkResolver } from './link/link.resolver.js';
import { Users001Tables } from './migrations/users-001-tables.js';
import { Users002SupervisorOrders } from './migrations/users-002-supervisor-orders.js';
import { Users003AccountLinks } from './migrations/users-003-account-links.js';
import { Users004Avatars } from './migrations/users-004-avatars.js';
import { Users005Factors } from './migrations/users-005-factors.js';
import { Users006SupervisorsEditOrders } from './migrations/users-006-supervisors-edit-orders.js';
import { Users007Passkeys } from './migrations/users-007-passkeys.js';
import { Users008RequiredFactors } from './migrations/users-008-required-factors.js';
import { Users009FactorResets } from './migrations/users-009-factor-resets.js';
import { Users010RememberedDevices } from './migrations/users-010-remembered-devices.js';
import { Users011FactorNotices } from './migrations/users-011-factor-notices.js';
import { PasskeyResolver } from './passkey/passkey.resolver.js';
import { Users012PersonRequests } from './migrations/users-012-person-requests.js';
import { Users013Consents } from './migrations/users-013-consents.js';
import { Users017AuditChain } from './migrations/users-017-audit-chain.js';
import { expireExports } from './person/expire-exports.job.js';
import { exportRoute } from './person/export-route.js';
import { auditInvariant } from './invariants/audit-problems.js';
import { personInvariants } from './invariants/person-invariants.js';
import { resolveExports } from './person/find-request.js';
import { PersonResolver } from './person/person.resolver.js';
import { runPersonRequests } from './person/run-person-requests.job.js';
import { Users014SupervisorsCreateOrders } from './migrations/users-014-supervisors-create-orders.js';
import { Users015ApiKeys } from './migrations/users-015-api-keys.js';
import { Users016ServiceAccounts } from './migrations/users-016-service-accounts.js';
import { publishMissing } from './revocation/publish-missing.job.js';
import { ownedUsers } from './reconcile/owned-users.js';
import { ensureRoles } from './role/ensure-roles.js';
import { resolveRoles } from './role/find-roles.js';
import { RoleResolver } from './role/role.resolver.js';
import { resolveServiceAccounts } from './service-account/list-service-accounts.js';
import { ServiceAccountResolver } from './service-account/service-account.resolver.js';
import { addTokenRoute } from './service-account/token-route.js';
import { openServices } from './services.js';
import type { UsersServices } from './context.js';
import { jwksOf } from './session/publish-jwks.js';
import { resolveSessions } from './session/resolve-sessions.js';
import { sessionConfig } from './session/session.config.js';
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
      FactorResolver,
      PasskeyResolver,
      FactorResetResolver,
      DeviceResolver,
      LinkResolver,
      AddressResolver,
      RoleResolver,
      PersonResolver,
      ConsentResolver,
      ApiKeyResolver,
      ServiceAccountResolver,
      AuditResolver,
    ],
    references: {
      User: resolveUsers,
      UserAddress: resolveAddresses,
      Role: resolveRoles,
      Session: resolveSessions,
      PersonDataExport: resolveExports,
      ApiKey: resolveApiKeys,
      ServiceAccount: resolveServiceAccounts,
    },
  },
  entities: Object.values(entities),
  migrations: [
    Users001Tables,
    Users002SupervisorOrders,
    Users003AccountLinks,
    Users004Avatars,
    Users005Factors,
    Users006SupervisorsEditOrders,
    Users007Passkeys,
    Users008RequiredFactors,
    Users009FactorResets,
    Users010RememberedDevices,
    Users011FactorNotices,
    Users012PersonRequests,
    Users013Consents,
    Users014SupervisorsCreateOrders,
    Users015ApiKeys,
    Users016ServiceAccounts,
    Users017AuditChain,
  ],
  needs: ['JWT_PRIVATE_KEY', 'JWT_PUBLIC_KEY'],
  config: { ...usersConfig, ...apiKeyConfig, ...sessionConfig },
  services: openServices,
  ensure: ensureRoles,
  routes(app, makeCtx) {
    app.get('/.well-known/jwks.json', async (request) =>
      jwksOf(makeCtx(request).config.jwtPublicKeys),
    );
    exportRoute(app, makeCtx);
    addTokenRoute(app, makeCtx);
  },
  consumers: [auditConsumer],
  jobs: [publishMissing, pruneExpired, resealSecrets, runPersonRequests, expireExports, sealAudit],
  invariants: [
    ...userInvariants,
    ...factorInvariants,
    ...personInvariants,
    ...machineInvariants,
    auditInvariant,
  ],
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
