import { defineEvent } from '@emporium/bus/define-event';
import { z } from 'zod';

const replicaSchema = z.object({
  id: z.string().describe('User id.'),
  email: z.string().describe('Normalised e-mail address (NFKC, trimmed, lower case).'),
  firstName: z.string().nullable().describe('First name, if given.'),
  lastName: z.string().nullable().describe('Last name, if given.'),
  displayName: z.string().describe('Name to show; never the e-mail address.'),
  status: z.enum(['ACTIVE', 'BLOCKED']).describe('Whether the user may log in.'),
  version: z.number().int().positive().describe('Version of the user after the change.'),
});

/** What replicas of a user hold. */
export type UserReplica = z.infer<typeof replicaSchema>;

/** A user registered or was created by staff. */
export const UserCreated = defineEvent('USER_CREATED', 'auth_events', replicaSchema, {
  description: 'A user registered or was created by staff; the whole user as replicas need it.',
});

/** Something about a user changed. */
export const UserUpdated = defineEvent('USER_UPDATED', 'auth_events', replicaSchema, {
  description: 'A user changed (name, e-mail, status, role); the whole user as replicas need it.',
});

/** A user was erased: replicas drop every personal value and remember the id and version. */
export const UserDeleted = defineEvent(
  'USER_DELETED',
  'auth_events',
  z.object({
    id: z.string().describe('User id.'),
    version: z.number().int().positive().describe('Version of the tombstone.'),
  }),
  { description: 'A user was erased: drop every personal value, keep id and version as a tombstone.' },
);
