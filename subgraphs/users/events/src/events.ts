import { defineEvent } from '@emporium/bus/define-event';
import { z } from 'zod';

// The log of a bus cannot forget, so an event about a person says that something changed and never
// what: whoever needs a name or an address asks users for it, and drops it when the person is
// erased.
const changeSchema = z.object({
  id: z.string().describe('User id.'),
  status: z.enum(['ACTIVE', 'BLOCKED']).describe('Whether the user may log in.'),
  version: z.number().int().positive().describe('Version of the user after the change.'),
  emailVerified: z
    .literal(true)
    .optional()
    .describe(
      'True when the person proved to read mail at the address; missing while that is open, and in events from before.',
    ),
});

/** What an event tells about a user: nothing personal. */
export type UserChange = z.infer<typeof changeSchema>;

/** Version 1 carried names and the e-mail address; consumers of version 2 read it, too. */
const SCHEMA_VERSION = 2;

/** A user registered or was created by staff. */
export const UserCreated = defineEvent('USER_CREATED', 'auth_events', changeSchema, {
  description:
    'A user registered or was created by staff. Carries no personal value: ask users for `_user` when you need one.',
  schemaVersion: SCHEMA_VERSION,
});

/** Something about a user changed. */
export const UserUpdated = defineEvent('USER_UPDATED', 'auth_events', changeSchema, {
  description:
    'A user changed (name, e-mail, status, role). Carries no personal value: ask users for `_user` when you need one.',
  schemaVersion: SCHEMA_VERSION,
});

/** A user was erased: replicas drop every personal value and remember the id and version. */
export const UserDeleted = defineEvent(
  'USER_DELETED',
  'auth_events',
  z.object({
    id: z.string().describe('User id.'),
    version: z.number().int().positive().describe('Version of the tombstone.'),
  }),
  {
    description:
      'A user was erased: drop every personal value, keep id and version as a tombstone.',
  },
);

/** A mail to the owner of an account is due; whoever sends it asks users what it needs. */
export const UserMailRequested = defineEvent(
  'USER_MAIL_REQUESTED',
  'auth_events',
  z.object({
    requestId: z.string().describe('What to ask users for `_userMail` with.'),
    userId: z
      .string()
      .nullable()
      .describe('User id; null when nobody is to be written to, which nobody else can tell.'),
    kind: z
      .enum([
        'VERIFY_EMAIL',
        'RESET_PASSWORD',
        'UNDO_EMAIL_CHANGE',
        'FACTORS_CHANGED',
        'NEW_DEVICE',
      ])
      .describe(
        'What the link of the mail is for; FACTORS_CHANGED and NEW_DEVICE are notices without one.',
      ),
  }),
  {
    description:
      'A mail to the owner of an account is due. Carries neither address nor token: ask users for `_userMail` when it is sent.',
  },
);
