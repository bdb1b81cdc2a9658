import type { PlannedFault } from './schedule.js';

/** Which services have a part in the answer to what a client does. */
const NEEDS: Record<string, readonly string[]> = {
  read: ['catalog'],
  search: ['search'],
  cart: ['cart', 'catalog'],
  order: ['orders', 'cart', 'catalog'],
  pay: ['payments', 'orders'],
  cancel: ['orders'],
  version: ['catalog'],
  update: ['catalog'],
  adjust: ['catalog'],
  look: ['orders'],
  upload: ['media'],
  register: ['users'],
  login: ['users'],
  refresh: ['users'],
  me: ['users'],
  erase: ['users'],
  merge: ['cart', 'catalog'],
  'own cart': ['cart', 'catalog'],
};
/** Everything that a client does. */
const ALL = Object.keys(NEEDS);
const without = (service: string) =>
  ALL.filter((operation) => !NEEDS[operation]!.includes(service));

/** Who must not notice the fault at all (I21, F2). */
export function unaffectedBy({ kind, name = '' }: PlannedFault): readonly string[] {
  switch (kind) {
    case 'roll':
    case 'noise':
    case 'flush':
    case 'none':
    case 'clock':
    // The shop goes on without the bus; only what others have not heard of yet is missing.
    case 'kafka':
      return ALL;
    case 's3':
      return without('media');
    case 'disk':
      return without('payments');
    case 'elasticsearch':
      return without('search');
    // Redis keeps carts and revocations.
    case 'redis':
    case 'redis-hang':
      return ['read', 'search'];
    // What only reads is asked again at the other replica; a gateway takes the requests at work
    // with it.
    case 'kill':
      return name === 'gateway' ? [] : ['read', 'search', 'version', ...without(name)];
    case 'freeze':
      return name === 'gateway' ? [] : without(name);
    case 'link':
      return unaffectedByLink(name);
    case 'postgres':
      return [];
  }
}

function unaffectedByLink(link: string): readonly string[] {
  const [user = '', target = ''] = link.split('→');
  if (user === '')
    return target === 'bank'
      ? ALL.filter((operation) => operation !== 'pay')
      : without(target.split(' ')[0]!);
  if (target === 'kafka') return ALL;
  if (target === 'elasticsearch') return without('search');
  // Revocations of staff; guests have none.
  if (user === 'gateway') return ['read', 'search', 'cart', 'order', 'pay', 'cancel'];
  return without(user);
}
