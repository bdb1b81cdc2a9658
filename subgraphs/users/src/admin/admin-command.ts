import { checked } from '@emporium/graphql/checked';
import { normalizedEmail } from '@emporium/graphql/input/email-address';
import type { Command } from '@emporium/platform/define-subgraph';
import { z } from 'zod';
import type { UsersServices } from '../context.js';
import { createAdmin } from './create-admin.js';
import { listAdmins } from './list-admins.js';
import { resetFactors } from './reset-factors.js';
import { resetPassword } from './reset-password.js';
import { unlockAccount } from './unlock-account.js';

/** What the operator asks for; `by` is who that is on the machine, for the audit log. */
const argsSchema = z.object({
  action: z.enum(['create', 'list', 'reset-password', 'reset-factors', 'unlock'], {
    error: 'say what to do: create, list, reset-password, reset-factors or unlock',
  }),
  email: z.string().optional(),
  password: z.string().optional(),
  promote: z.boolean().default(false),
  ip: z.string().optional(),
  by: z.string().max(100).default('unknown'),
});

export type AdminArgs = Omit<z.infer<typeof argsSchema>, 'action' | 'email'> & { email: string };

const ACTIONS = {
  create: createAdmin,
  'reset-password': resetPassword,
  'reset-factors': resetFactors,
  unlock: unlockAccount,
};

/**
 * `admin`: accounts of administrators, for an operator who has the machine and needs no log-in;
 * every change is in the audit log.
 */
export const adminCommand: Command<UsersServices> = {
  name: 'admin',
  async *run(ctx, raw) {
    const { action, email: typed, ...args } = checked(argsSchema, raw);
    if (action === 'list') return yield* listAdmins(ctx);
    const email = normalizedEmail(typed ?? '');
    if (email === undefined) throw new Error('name the account: --email ADDRESS');
    for (const text of await ACTIONS[action](ctx, { ...args, email })) yield { type: 'line', text };
    yield { type: 'result', text: 'done' };
  },
};
