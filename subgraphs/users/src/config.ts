import { booleanField, listField } from '@emporium/platform/config/fields';
import { z } from 'zod';

/** Settings that only users reads. */
export const usersConfig = {
  ADMIN_REQUIRES_FACTOR: booleanField(
    'Whether administrators may do something only in sessions that have proved a second factor; without one they can enrol one and nothing else. Default: true in production. Other roles: roleUpdate(requiresFactor:).',
  ).optional(),
  PASSKEY_RP_ID: z
    .string()
    .regex(/^[a-z0-9.-]{1,253}$/, 'must be the name of a host such as shop.example')
    .optional()
    .describe(
      'Domain that passkeys belong to: that of the storefront or a parent of it. Whoever changes it makes all passkeys useless. Default: the host of PUBLIC_URL.',
    ),
  PASSKEY_ORIGINS: listField(
    'Origins of the pages that ask for passkeys, comma-separated, e.g. https://shop.example. Default: PUBLIC_URL and CORS_ORIGINS.',
  ).default([]),
};
