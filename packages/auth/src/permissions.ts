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
  'read:api_key',
  'delete:api_key',
  'read:service_account',
  'create:service_account',
  'update:service_account',
  'delete:service_account',
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
  'edit:order',
  'fulfill:order',
  'read:return',
  'update:return',
  'read:payment',
  'update:payment',
  'refund:payment',
  'read:gift_card',
  'create:gift_card',
  'update:gift_card',
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

/** What tells who may do what in the shop. */
const NOT_FOR_SUPERVISORS: readonly string[] = [
  'read:role',
  'read:api_key',
  'read:service_account',
  'read:ops',
];

/** Permissions of the three built-in roles (docs/contract.md, Identity). */
export const BUILT_IN_ROLES: Record<'ADMIN' | 'SUPERVISOR' | 'CUSTOMER', readonly Permission[]> = {
  ADMIN: PERMISSIONS,
  SUPERVISOR: [
    ...PERMISSIONS.filter((p) => p.startsWith('read:') && !NOT_FOR_SUPERVISORS.includes(p)),
    'create:product',
    'update:product',
    'create:category',
    'update:category',
    'create:media',
    'update:media',
    'update:stock',
    'update:order',
    'edit:order',
    'fulfill:order',
    'update:return',
    'refund:payment',
    'create:pricing',
    'update:pricing',
  ],
  CUSTOMER: [],
};
