import type { BUILT_IN_ROLES } from '@emporium/auth/permissions';
import type { PostalAddress } from '@emporium/graphql/address.type';

/** Password of the three demo log-ins (docs/contract.md); they are never made in production. */
export const DEMO_PASSWORD = 'emporium-demo';

/** A person of the demo shop. */
export interface DemoPerson {
  email: string;
  role: keyof typeof BUILT_IN_ROLES;
  firstName: string;
  lastName: string;
  phone: string;
  addresses: PostalAddress[];
}

const hamburg = {
  company: null,
  line2: null,
  city: 'Hamburg',
  region: null,
  country: 'DE',
  phone: null,
};

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    email: 'admin@emporium.test',
    role: 'ADMIN',
    firstName: 'Ada',
    lastName: 'Brandt',
    phone: '+49 40 5550101',
    addresses: [{ ...hamburg, name: 'Ada Brandt', line1: 'Speicherstraße 1', postalCode: '20457' }],
  },
  {
    email: 'supervisor@emporium.test',
    role: 'SUPERVISOR',
    firstName: 'Samir',
    lastName: 'Okafor',
    phone: '+49 40 5550102',
    addresses: [{ ...hamburg, name: 'Samir Okafor', line1: 'Elbchaussee 12', postalCode: '22765' }],
  },
  {
    email: 'customer@emporium.test',
    role: 'CUSTOMER',
    firstName: 'Clara',
    lastName: 'Jansen',
    phone: '+31 20 5550103',
    addresses: [
      {
        name: 'Clara Jansen',
        company: null,
        line1: 'Prinsengracht 88',
        line2: '2nd floor',
        city: 'Amsterdam',
        region: null,
        postalCode: '1015 DZ',
        country: 'NL',
        phone: null,
      },
      {
        ...hamburg,
        name: 'Clara Jansen',
        company: 'Jansen Ateliers',
        line1: 'Große Bergstraße 5',
        postalCode: '22767',
      },
    ],
  },
];
