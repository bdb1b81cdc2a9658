/**
 * Every permission of the shop. `read:*` lets see what is not public; names are the scopes of
 * `@requiresScopes`.
 */
export const PERMISSIONS = [
  'read:user',
  'create:user',
  'update:user',
  'delete:user',
  'read:role',
  'create:role',
  'update:role',
  'delete:role',
  'read:product',
  'create:product',
  'update:product',
  'delete:product',
  'read:category',
  'create:category',
  'update:category',
  'delete:category',
  'read:stock',
  'update:stock',
  'read:media',
  'create:media',
  'update:media',
  'delete:media',
  'read:order',
  'update:order',
  'read:payment',
  'refund:payment',
  'read:webhook',
  'create:webhook',
  'update:webhook',
  'delete:webhook',
  'read:pricing',
  'create:pricing',
  'update:pricing',
  'delete:pricing',
  'read:ops',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Permissions of the three built-in roles (docs/contract.md, Identity). */
export const BUILT_IN_ROLES: Record<'ADMIN' | 'SUPERVISOR' | 'CUSTOMER', readonly Permission[]> = {
  ADMIN: PERMISSIONS,
  SUPERVISOR: [
    ...PERMISSIONS.filter((p) => p.startsWith('read:') && p !== 'read:role' && p !== 'read:ops'),
    'create:product',
    'update:product',
    'create:category',
    'update:category',
    'create:media',
    'update:media',
    'update:stock',
    'update:order',
    'create:pricing',
    'update:pricing',
  ],
  CUSTOMER: [],
};
