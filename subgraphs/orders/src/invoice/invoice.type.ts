import { money, MoneyType } from '@emporium/graphql/money.type';
import { DateTimeScalar, UrlScalar } from '@emporium/graphql/scalars';
import type { Ctx } from '@emporium/platform/context';
import { Field, ObjectType } from 'type-graphql';
import { documentUrl } from './document-link.js';
import type { InvoiceRow } from './invoice.entity.js';
import { InvoiceKind } from './invoice-kind.js';

@ObjectType('Invoice', {
  description: 'An invoice or credit note of an order; nothing of it changes later.',
})
export class InvoiceType {
  @Field(() => String, {
    description: 'Number; those of a kind and a year follow each other without a gap.',
  })
  number!: string;
  @Field(() => InvoiceKind, { description: 'Whether it charges or takes back.' })
  kind!: InvoiceKind;
  @Field(() => DateTimeScalar, { description: 'When it was issued.' })
  issuedAt!: Date;
  @Field(() => MoneyType, { description: 'What was charged; of a credit note what was returned.' })
  total!: MoneyType;
  @Field(() => UrlScalar, {
    description: 'The PDF, open to whoever has this link for 15 minutes; ask again for another.',
  })
  url!: string;
}

/** The GraphQL face of a stored document, for those who may see its order. */
export function invoiceType(ctx: Ctx, row: InvoiceRow): InvoiceType {
  const { id, number, kind, issuedAt, total, currency } = row;
  return Object.assign(new InvoiceType(), {
    number,
    kind,
    issuedAt,
    total: money(total, currency),
    url: documentUrl(ctx, id),
  });
}
