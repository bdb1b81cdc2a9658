import { eventually } from '@emporium/testing/eventually';
import sharp from 'sharp';
import type { Client } from '../client.js';
import * as q from '../purchase.js';
import { cancel, insist, order, prize, shopper, type Prize, type Shopper } from '../race.js';
import type { ShopUnderTest } from '../shop-under-test.js';

const ERRORS = 'userErrors { ... on UserError { code message } }';
const UPDATE = `mutation ($input: ProductUpdateInput!) { productUpdate(input: $input) { product { version } ${ERRORS} } }`;
const VERSION = `query ($id: ID!) { product(id: $id) { version } }`;
const VERSION_OF_ORDER = `query ($id: ID!) { order(id: $id) { version } }`;
const DELETE = `mutation ($id: ID!) { productDelete(id: $id) { deletedId ${ERRORS} } }`;
const REFUND = `mutation ($id: ID!, $amount: MoneyInput!, $key: ID!) { paymentRefund(paymentId: $id, amount: $amount, idempotencyKey: $key) { payment { status } ${ERRORS} } }`;
const TRANSITION = `mutation ($id: ID!, $to: OrderStatus!, $version: Int!) { orderTransition(id: $id, to: $to, expectedVersion: $version) { order { status } ${ERRORS} } }`;
const ERASE = `mutation ($id: ID) { userErase(userId: $id, confirm: true) { ok ${ERRORS} } }`;
const RENAME = `mutation ($id: ID!, $version: Int!, $profile: UserProfileInput!) { userUpdate(id: $id, expectedVersion: $version, input: $profile) { user { id } ${ERRORS} } }`;
const UPLOAD = `mutation ($file: Upload!) { mediaUpload(file: $file, alt: "A photo") { asset { id } ${ERRORS} } }`;
const UNLOAD = `mutation ($id: ID!) { mediaDelete(id: $id) { asset { id } ${ERRORS} } }`;
const CATEGORY = `mutation ($input: CategoryCreateInput!) { categoryCreate(input: $input) { category { id } ${ERRORS} } }`;

/** A busy machine is no reason to fail; milliseconds. */
const TIMEOUT_MS = 60_000;

/** An order with the shopper who placed it. */
interface Placed {
  guest: Shopper;
  id: string;
  paymentId: string | undefined;
}

/** Somebody with an account. */
interface Member {
  client: Client;
  id: string;
}

/**
 * A shop in which everything happens that a lost database could forget: the first half before a
 * dump, the second after it.
 */
export class BusyShop {
  private admin!: Client;
  private goods: Prize[] = [];
  private placed: Placed[] = [];
  private members: Member[] = [];
  private images: string[] = [];
  /** An order of a member who cancels it later and orders something else. */
  private ofMember!: Placed;

  constructor(private readonly shop: ShopUnderTest) {}

  /** Goods, members, images, and orders that are paid or wait. */
  async before(): Promise<void> {
    this.admin = await eventually(() => this.shop.admin(), TIMEOUT_MS);
    for (const units of [100, 50, 20]) this.goods.push(await this.stock(units));
    for (let i = 0; i < 2; i++) this.members.push(await this.register());
    for (let i = 0; i < 2; i++) this.images.push(await this.upload());
    for (const isPaid of [false, true, true, false, true, true, true]) {
      const placed = await this.order(this.goods[this.placed.length % 2]!);
      if (isPaid) await this.pay(placed);
      this.placed.push(placed);
    }
    this.ofMember = await this.order(this.goods[0]!, this.members[1]);
  }

  /** Every kind of change to what was there before, and new things of every kind. */
  async after(): Promise<void> {
    const [waiting, sold, returned, unwanted, packed] = this.placed;
    await this.pay(waiting!);
    await cancel(sold!.guest, sold!.id);
    await this.refund(returned!, 100);
    await cancel(unwanted!.guest, unwanted!.id);
    await this.transition(packed!, 'PROCESSING');
    const [first, second, third] = this.goods;
    for (const name of ['Renamed', 'Renamed again']) await this.rename(first!, name);
    await this.ok(this.admin, q.STOCK_ADJUST, {
      id: second!.variantId,
      change: 3,
      key: q.unique('count'),
    });
    await this.ok(this.admin, DELETE, { id: third!.productId });
    await this.ok(this.admin, CATEGORY, {
      input: { name: q.unique('Shelf'), slug: q.unique('shelf') },
    });
    const novelty = await this.stock(10);
    await this.pay(await this.order(novelty));
    await this.order(first!);
    await this.pay(await this.order(first!));
    const regretted = await this.order(second!);
    await this.pay(regretted);
    await cancel(regretted.guest, regretted.id);
    const declined = await this.order(second!);
    await this.pay(declined, 'tok_declined');
    await this.pay(declined);
    await this.refund(declined, 1_234);
    await this.register();
    const [leaving, staying] = this.members;
    await cancel(this.ofMember.guest, this.ofMember.id);
    await this.pay(await this.order(first!, staying));
    await this.ok(this.admin, ERASE, { id: leaving!.id });
    await this.ok(this.admin, RENAME, {
      id: staying!.id,
      version: 1,
      profile: { firstName: 'Joan' },
    });
    await this.upload();
    await this.ok(this.admin, UNLOAD, { id: this.images[1]! });
  }

  /** A purchase from beginning to end: the shop works. Returns the id of the order. */
  async buys(): Promise<string> {
    const placed = await this.order(this.goods[0]!);
    await this.pay(placed);
    return placed.id;
  }

  private stock(units: number): Promise<Prize> {
    return eventually(() => prize(this.shop, units), TIMEOUT_MS);
  }

  private async order(goods: Prize, member?: Member): Promise<Placed> {
    const guest = await shopper(this.shop, goods, 1);
    // Who logs in may order what is in a guest's cart.
    if (member) guest.client.token = member.client.token;
    const { orderId, codes } = await order(guest);
    if (!orderId) throw new Error(`no order: ${codes.join()}`);
    return { guest, id: orderId, paymentId: undefined };
  }

  private async pay(placed: Placed, method = 'tok_ok'): Promise<void> {
    const { data } = await insist(() =>
      placed.guest.client.send(q.PAY, { id: placed.id, method, key: q.unique('pay') }),
    );
    const { payment, userErrors } = data.paymentCreate;
    if (!payment) throw new Error(`not paid: ${JSON.stringify(userErrors)}`);
    placed.paymentId = payment.id;
  }

  private refund({ paymentId }: Placed, minor: number): Promise<unknown> {
    return this.ok(this.admin, REFUND, {
      id: paymentId,
      amount: { minor, currency: 'EUR' },
      key: q.unique('refund'),
    });
  }

  private async transition({ id }: Placed, to: string): Promise<void> {
    const now = (await this.ok(this.admin, VERSION_OF_ORDER, { id })) as { version: number };
    await this.ok(this.admin, TRANSITION, { id, to, version: now.version });
  }

  private async rename({ productId }: Prize, name: string): Promise<void> {
    const product = (await this.ok(this.admin, VERSION, { id: productId })) as { version: number };
    await this.ok(this.admin, UPDATE, {
      input: { id: productId, expectedVersion: product.version, name: `${name} ${productId}` },
    });
  }

  private async register(): Promise<Member> {
    const client = this.shop.client();
    const answer = await this.ok(client, q.REGISTER, {
      email: `${q.unique('member')}@example.com`,
      password: q.unique('a-Long-1'),
    });
    client.token = answer.accessToken;
    return { client, id: answer.user.id };
  }

  private async upload(): Promise<string> {
    const colour = {
      r: this.images.length * 40,
      g: Math.floor(Math.random() * 255),
      b: Math.floor(Math.random() * 255),
    };
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: colour } })
      .png()
      .toBuffer();
    const file = new Blob([new Uint8Array(png)]);
    const { data, errors } = await insist(() => this.admin.upload(UPLOAD, file, 'photo.png'));
    if (!data?.mediaUpload.asset)
      throw new Error(`not uploaded: ${JSON.stringify(errors ?? data)}`);
    return data.mediaUpload.asset.id;
  }

  /** Sends an operation that must succeed, and returns its payload. */
  // oxlint-disable-next-line typescript/no-explicit-any
  private async ok(
    client: Client,
    mutation: string,
    variables: Record<string, unknown>,
  ): Promise<any> {
    const { data, errors } = await insist(() => client.send(mutation, variables));
    if (errors) throw new Error(`failed: ${JSON.stringify(errors)}`);
    const payload = Object.values(data as Record<string, { userErrors?: unknown[] }>)[0]!;
    if (payload.userErrors?.length)
      throw new Error(`refused: ${JSON.stringify(payload.userErrors)}`);
    return payload;
  }
}
