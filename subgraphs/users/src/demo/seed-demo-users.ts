import { newId } from '@emporium/db/new-id';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { builtInRoleId } from '../role/find-roles.js';
import { query } from '../tables.js';
import { insertUser } from '../user/insert-user.js';
import { User } from '../user/user.entity.js';
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson } from './demo-people.js';

/**
 * Makes the demo log-ins that are missing; existing ones are left alone. Returns the ids by role.
 * Throws in production.
 */
export async function seedDemoUsers(ctx: Ctx): Promise<Record<DemoPerson['role'], string>> {
  if (ctx.config.nodeEnv === 'production')
    throw new Error('demo log-ins have a public password: they are never made in production');
  const ids: Partial<Record<DemoPerson['role'], string>> = {};
  for (const person of DEMO_PEOPLE) {
    const present = await ctx.em.findOne(User, { email: person.email });
    ids[person.role] = present?.id ?? (await addPerson(ctx, person));
  }
  return ids as Record<DemoPerson['role'], string>;
}

async function addPerson(ctx: Ctx, { addresses, role, ...person }: DemoPerson): Promise<string> {
  const roleId = await builtInRoleId(ctx, role);
  const passwordHash = await ctx.services.passwords.of('seed').hash(DEMO_PASSWORD);
  return inTransaction(ctx, async () => {
    const user = await insertUser(ctx, { ...person, roleId, passwordHash, emailVerified: true });
    // Another replica seeds at the same moment.
    if (!user) return (await ctx.em.findOneOrFail(User, { email: person.email })).id;
    for (const [index, address] of addresses.entries()) {
      const isDefault = { isDefaultShipping: index === 0, isDefaultBilling: index === 0 };
      await query(ctx)
        .insertInto('UserAddress')
        .values({ id: newId('adr'), userId: user.id, address, ...isDefault })
        .execute();
    }
    return user.id;
  });
}
