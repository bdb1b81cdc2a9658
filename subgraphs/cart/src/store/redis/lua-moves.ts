import { CART_TTL_SECONDS } from '../limits.js';
import { CART } from './lua-cart.js';

/**
 * A merged id is known for as long as an order from it may be paid: an order lives a week at most,
 * like a cart.
 */
const MERGED_TTL_MS = 2 * CART_TTL_SECONDS * 1_000;

/**
 * ARGV: sha256 of the guest's cart id, user, policy, sha256 and id of a new cart should the user
 * have none.
 */
export const MERGE = `${CART}
local user, policy, merged = ARGV[3], ARGV[4], PREFIX .. 'merged:' .. ARGV[2]
local guest = load(ARGV[2])
if guest and guest.user then return guest.user == user and answer(guest) or 'NOT_FOUND' end
if not guest then
  local before = redis.call('HGET', merged, 'to')
  local cart = before and load(before)
  return cart and cart.user == user and answer(cart) or 'NOT_FOUND'
end
local cart = ofUser(user) or create(ARGV[5], ARGV[6], user)
-- KEEP_USER brings no line along, so an order placed from the guest's cart must not take anything out of the user's.
local carried = policy ~= 'KEEP_USER'
if policy == 'KEEP_GUEST' then
  local variants = {}
  for variant in pairs(cart.lines) do variants[#variants + 1] = variant end
  for _, variant in ipairs(variants) do dropLine(cart, variant) end
end
if carried then
  local lines = {}
  for _, line in pairs(guest.lines) do lines[#lines + 1] = line end
  table.sort(lines, function(a, b) return a.at < b.at end)
  for _, line in ipairs(lines) do
    local own = cart.lines[line.variant]
    if own then
      local both = policy == 'MAX' and math.max(own.quantity, line.quantity) or own.quantity + line.quantity
      setQuantity(cart, line.variant, math.min(MAX_QUANTITY, both))
    elseif cart.count < MAX_LINES then
      putLine(cart, line.variant, line.id, line.frozen, line.quantity)
    end
  end
end
for order in pairs(guest.orders) do if not cart.orders[order] then rememberOrder(cart, order) end end
if cart.codes == '[]' then redis.call('HSET', cart.key, 'codes', guest.codes) end
if guest.delivery and not cart.delivery then redis.call('HSET', cart.key, 'delivery', guest.delivery) end
redis.call('HSET', merged, 'to', cart.hash, 'carried', carried and 1 or 0)
redis.call('PEXPIRE', merged, ${MERGED_TTL_MS})
dropCart(guest)
return touch(cart)`;

/** ARGV: sha256 of the cart id, order, lines as JSON [{ variantId, quantity }]. */
export const TAKE_OUT = `${CART}
local cart = load(ARGV[2])
if not cart then
  local to = redis.call('HMGET', PREFIX .. 'merged:' .. ARGV[2], 'to', 'carried')
  cart = to[2] == '1' and load(to[1])
end
if not cart then return 'not-found' end
if cart.orders[ARGV[3]] then return 'repeated' end
rememberOrder(cart, ARGV[3])
for _, ordered in ipairs(cjson.decode(ARGV[4])) do
  local line = cart.lines[ordered.variantId]
  if line and line.quantity > ordered.quantity then setQuantity(cart, ordered.variantId, line.quantity - ordered.quantity)
  elseif line then dropLine(cart, ordered.variantId) end
end
touch(cart)
return 'taken'`;

/**
 * Takes a variant out of some carts. ARGV: variant, number of carts. Returns lines removed and
 * carts looked at.
 */
export const DROP_VARIANT = `${CART}
local list, removed = PREFIX .. 'variant:' .. ARGV[2], 0
local hashes = redis.call('ZRANGE', list, 0, ARGV[3] - 1)
for _, hash in ipairs(hashes) do
  local cart = load(hash)
  if cart and cart.lines[ARGV[2]] then
    dropLine(cart, ARGV[2])
    touch(cart)
    removed = removed + 1
  else redis.call('ZREM', list, hash) end
end
return { removed, #hashes }`;

/** ARGV: user. */
export const DROP_USER = `${CART}
local cart = ofUser(ARGV[2])
if cart then dropCart(cart) end
return redis.call('DEL', PREFIX .. 'user:' .. ARGV[2])`;
