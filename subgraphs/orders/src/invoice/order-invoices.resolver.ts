import { batchByKey } from '@emporium/graphql/batch-by-key';
import { assumedListSize } from '@emporium/graphql/list-size';
import { UrlScalar } from '@emporium/graphql/scalars';
import type { Ctx } from '@emporium/platform/context';
import { Ctx as Context, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { OrderType } from '../order/order.type.js';
import { documentUrl } from './document-link.js';
import { invoicesOfOrders } from './find-invoices.js';
import { InvoiceKind } from './invoice-kind.js';
import { invoiceType, InvoiceType } from './invoice.type.js';

@Resolver(() => OrderType)
export class OrderInvoicesResolver {
  @Directive(assumedListSize(2))
  @FieldResolver(() => [InvoiceType], {
    description: 'The invoice, once the order is paid, and a credit note for each refund.',
  })
  async invoices(@Root() { row }: OrderType, @Context() ctx: Ctx): Promise<InvoiceType[]> {
    const found = await batchByKey(ctx, invoicesOfOrders).load(row.id);
    return (found ?? []).map((invoice) => invoiceType(ctx, invoice));
  }

  @FieldResolver(() => UrlScalar, {
    nullable: true,
    description: 'The PDF of the invoice, for 15 minutes; null while there is none.',
  })
  async invoiceUrl(@Root() { row }: OrderType, @Context() ctx: Ctx): Promise<string | null> {
    const found = await batchByKey(ctx, invoicesOfOrders).load(row.id);
    const invoice = found?.find(({ kind }) => kind === InvoiceKind.INVOICE);
    return invoice ? documentUrl(ctx, invoice.id) : null;
  }

  @Directive('@requiresScopes(scopes: [["update:order"]])')
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => UrlScalar, {
    nullable: true,
    description: 'What to pack and where it goes, as a PDF without prices, for 15 minutes.',
  })
  packingSlipUrl(@Root() { row }: OrderType, @Context() ctx: Ctx): string {
    return documentUrl(ctx, row.id);
  }
}
