import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import type { UsersServices } from '../context.js';
import { seedDemoUsers } from '../demo/seed-demo-users.js';
import { users } from '../subgraph.js';
import { logInAs, PASSWORD, register, type Person } from '../test/people.js';

export const ERRORS = 'userErrors { ... on UserError { code path } }';

/** Users with the demo log-ins, and an administrator who makes and gives roles. */
export interface RolesShop {
  t: TestSubgraph<UsersServices>;
  admin: Person;
  /** Ids of roles by name, also of those made here. */
  roleIds: Record<string, string>;
  assign(
    as: Person,
    userId: string,
    role: string,
  ): ReturnType<TestSubgraph<UsersServices>['execute']>;
  createRole(name: string, permissions: string[]): Promise<RoleCreated>;
  /** Somebody new with this role, logged in. */
  staffWith(role: string): Promise<Person>;
}

interface RoleCreated {
  role: { id: string } | null;
  userErrors: { code: string; path: string[] }[];
}

export async function startRolesShop(): Promise<RolesShop> {
  const t = await startTestSubgraph(users);
  await seedDemoUsers(t.ctx());
  const admin = await logInAs(t, 'admin@emporium.test');
  const { data } = await t.execute('{ roles { id name } }', { as: admin.as });
  const roleIds: Record<string, string> = Object.fromEntries(
    data.roles.map((role: { id: string; name: string }) => [role.name, role.id]),
  );
  const assign: RolesShop['assign'] = (as, userId, role) =>
    t.execute(
      `mutation { userRoleAssign(userId: "${userId}", roleId: "${roleIds[role]}") { ok ${ERRORS} } }`,
      { as: as.as },
    );
  return {
    t,
    admin,
    roleIds,
    assign,
    createRole: async (name, permissions) => {
      const answer = await t.execute(
        `mutation($n: String!, $p: [String!]!) { roleCreate(name: $n, permissions: $p) { role { id } ${ERRORS} } }`,
        { as: admin.as, variables: { n: name, p: permissions } },
      );
      const created = answer.data.roleCreate as RoleCreated;
      if (created.role) roleIds[name] = created.role.id;
      return created;
    },
    staffWith: async (role) => {
      const person = await register(t);
      await assign(admin, person.id, role);
      return logInAs(t, person.email, PASSWORD);
    },
  };
}

export const codeOf = (result: {
  errors?: readonly { extensions?: Record<string, unknown> }[] | undefined;
}) => result.errors?.[0]?.extensions?.['code'];
