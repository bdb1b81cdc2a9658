import { connectionType } from '@emporium/graphql/paging';
import { UserAddress } from './user-address.entity.js';

export const { Connection: UserAddressConnection } = connectionType(
  'UserAddress',
  () => UserAddress,
);
