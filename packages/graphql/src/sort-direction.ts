import { registerEnumType } from 'type-graphql';

export enum SortDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(SortDirection, {
  name: 'SortDirection',
  description: 'Direction of a list.',
  valuesConfig: {
    ASC: { description: 'Smallest, first or oldest at the top.' },
    DESC: { description: 'Largest, last or newest at the top.' },
  },
});
