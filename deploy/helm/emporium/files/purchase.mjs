// `helm test`: asks the gateway for what a visitor sees and, when told `purchase`, buys something
// with the test bank.
const [gateway, purchase] = process.argv.slice(2);
const errors = 'userErrors { ... on UserError { code message } }';

async function ask(query, variables = {}, guestToken = '') {
  const headers = {
    'content-type': 'application/json',
    ...(guestToken ? { 'x-guest-token': guestToken } : {}),
  };
  const answer = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors: failures } = await answer.json();
  const refused = Object.values(data ?? {}).flatMap((value) => value?.userErrors ?? []);
  if (failures?.length || refused.length)
    throw new Error(`${query}\n${JSON.stringify(failures ?? refused)}`);
  return data;
}

const health = await (await fetch(`${gateway}/health`)).json();
console.log('health', JSON.stringify(health));
if (health.status !== 'ok') throw new Error('not every part of the shop answers');
const { products } = await ask(
  '{ products(first: 20) { nodes { name variants(first: 1) { nodes { id availability { inStock } } } } } }',
);
console.log(`${products.nodes.length} products`);

if (purchase === 'purchase') {
  const key = () => crypto.randomUUID();
  const variant = products.nodes
    .flatMap((product) => product.variants.nodes)
    .find(({ availability }) => availability?.inStock);
  if (!variant) throw new Error('nothing is in stock: install with demo.enabled=true');
  const lines = [{ variantId: variant.id, quantity: 1 }];
  const { cartCreate } = await ask(`mutation { cartCreate { cart { id } ${errors} } }`);
  const { id: cartId } = cartCreate.cart;
  const { cartLinesAdd } = await ask(
    `mutation ($cart: ID, $lines: [CartLineInput!]!) { cartLinesAdd(cartId: $cart, lines: $lines) { cart { cost { total { minor currency } } } ${errors} } }`,
    { cart: cartId, lines },
  );
  const input = {
    cartId,
    guestEmail: 'helm-test@example.com',
    shippingAddress: {
      name: 'Helm Test',
      line1: 'Quay 1',
      city: 'Hamburg',
      postalCode: '20457',
      country: 'DE',
    },
    expectedTotal: cartLinesAdd.cart.cost.total,
  };
  const { orderPlace } = await ask(
    `mutation ($input: OrderPlaceInput!, $key: ID!) { orderPlace(input: $input, idempotencyKey: $key) { order { id number } guestToken ${errors} } }`,
    { input, key: key() },
  );
  const { order, guestToken } = orderPlace;
  await ask(
    `mutation ($id: ID!, $key: ID!) { paymentCreate(orderId: $id, method: "tok_ok", idempotencyKey: $key) { payment { id } ${errors} } }`,
    { id: order.id, key: key() },
    guestToken,
  );
  for (let left = 60; ; left--) {
    const { orderByToken } = await ask(
      'query ($token: String!) { orderByToken(token: $token) { status } }',
      { token: guestToken },
      guestToken,
    );
    if (orderByToken.status === 'PAID') break;
    if (left === 0) throw new Error(`order ${order.number} is ${orderByToken.status} and not PAID`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  console.log(`order ${order.number} is paid`);
}
