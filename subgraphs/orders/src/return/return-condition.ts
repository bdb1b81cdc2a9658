import { registerEnumType } from 'type-graphql';

/** In which condition goods came back. */
export enum ReturnCondition {
  RESTOCK = 'RESTOCK',
  SCRAP = 'SCRAP',
}
registerEnumType(ReturnCondition, {
  name: 'ReturnCondition',
  description: 'In which condition goods came back.',
  valuesConfig: {
    RESTOCK: { description: 'Good: they go back to stock.' },
    SCRAP: { description: 'Damaged: they are not sold again.' },
  },
});
