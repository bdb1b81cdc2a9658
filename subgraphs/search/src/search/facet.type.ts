import { assumedListSize } from '@emporium/graphql/list-size';
import { DecimalScalar } from '@emporium/graphql/scalars';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum FacetKind {
  TERMS = 'TERMS',
  RANGE = 'RANGE',
}
registerEnumType(FacetKind, {
  name: 'FacetKind',
  description: 'How the values of a facet are meant.',
  valuesConfig: {
    TERMS: { description: 'Single values.' },
    RANGE: { description: 'Ranges from `from` to below `to`.' },
  },
});

@ObjectType('FacetValue', { description: 'One value of a facet.' })
export class FacetValue {
  @Field(() => String, { description: 'Value for FacetFilter.in.' })
  value!: string;
  @Field(() => String, { description: 'Value as people read it.' })
  label!: string;
  @Field(() => Int, {
    description: 'Products with it, with all filters but those of its own facet.',
  })
  count!: number;
  @Field(() => Boolean, { description: 'Whether the search is narrowed to it.' })
  selected!: boolean;
  @Field(() => DecimalScalar, { nullable: true, description: 'Where a range begins.' })
  from?: string | null;
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Where a range ends, exclusive; null = it has no end.',
  })
  to?: string | null;
}

@ObjectType('Facet', { description: 'Something by which results can be narrowed.' })
export class Facet {
  @Field(() => String, { description: 'Name for FacetFilter.name.' })
  name!: string;
  @Field(() => FacetKind, { description: 'Kind of the values.' })
  kind!: FacetKind;
  @Directive(assumedListSize(20))
  @Field(() => [FacetValue], {
    description: 'The most frequent values, at most 50, and all selected ones.',
  })
  values!: FacetValue[];
}
