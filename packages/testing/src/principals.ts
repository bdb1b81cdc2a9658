import { BUILT_IN_ROLES } from '@emporium/auth/permissions';
import { ANONYMOUS, servicePrincipal, type Principal } from '@emporium/auth/principal';

function staff(role: 'ADMIN' | 'SUPERVISOR'): Principal {
  return {
    kind: 'user',
    sub: `usr_${role.toLowerCase()}`,
    sid: `ses_${role.toLowerCase()}`,
    role,
    permissions: BUILT_IN_ROLES[role],
  };
}

export const anonymous = ANONYMOUS;
export const admin = staff('ADMIN');
export const supervisor = staff('SUPERVISOR');
export const customer = (id = 'usr_customer'): Principal => ({
  kind: 'user',
  sub: id,
  sid: `ses_${id}`,
  role: 'CUSTOMER',
  permissions: [],
});
export const guest = (orderId: string): Principal => ({
  kind: 'anonymous',
  permissions: [],
  guest: { orderId },
});
export const service = (name: string, onBehalf?: Principal) => servicePrincipal(name, onBehalf);
