import { CART } from './lua-cart.js';

/** Result of a script that changes a cart: the fields of its hash, or why nothing was changed. */
export const CREATE = `${CART}
return answer(create(ARGV[2], ARGV[3]))`;

/** ARGV: sha256 of the new id, new id, user. */
export const OPEN_FOR_USER = `${CART}
return answer(ofUser(ARGV[4]) or create(ARGV[2], ARGV[3], ARGV[4]))`;

/** ARGV: user. */
export const READ_OF_USER = `${CART}
local cart = ofUser(ARGV[2])
return cart and answer(cart) or {}`;

/** ARGV: sha256, user, lines as JSON [{ variant, id, frozen, quantity }]. */
export const ADD_LINES = `${CART}
local cart = open(ARGV[2], ARGV[3])
if not cart then return 'NOT_FOUND' end
local wanted, order, count = {}, {}, cart.count
for _, line in ipairs(cjson.decode(ARGV[4])) do
  local variant = line.variant
  if wanted[variant] then
    wanted[variant].quantity = wanted[variant].quantity + line.quantity
  else
    wanted[variant] = line
    order[#order + 1] = variant
    local have = cart.lines[variant]
    if have then line.quantity = line.quantity + have.quantity else count = count + 1 end
  end
end
if count > MAX_LINES then return 'TOO_MANY_LINES' end
for _, line in pairs(wanted) do if line.quantity > MAX_QUANTITY then return 'QUANTITY_TOO_LARGE' end end
for _, variant in ipairs(order) do
  local line = wanted[variant]
  if cart.lines[variant] then setQuantity(cart, variant, line.quantity) else putLine(cart, variant, line.id, line.frozen, line.quantity) end
end
return touch(cart)`;

/** ARGV: sha256, user, changes as JSON [{ id, quantity }] where 0 takes the line out. */
export const CHANGE_LINES = `${CART}
local cart = open(ARGV[2], ARGV[3])
if not cart then return 'NOT_FOUND' end
local variantOf = {}
for variant, line in pairs(cart.lines) do variantOf[line.id] = variant end
local changes = cjson.decode(ARGV[4])
for _, change in ipairs(changes) do if not variantOf[change.id] then return 'LINE_NOT_FOUND' end end
for _, change in ipairs(changes) do if change.quantity > MAX_QUANTITY then return 'QUANTITY_TOO_LARGE' end end
for _, change in ipairs(changes) do
  local variant = variantOf[change.id]
  if change.quantity > 0 then setQuantity(cart, variant, change.quantity) elseif cart.lines[variant] then dropLine(cart, variant) end
end
return touch(cart)`;

/** ARGV: sha256, user. */
export const CLEAR = `${CART}
local cart = open(ARGV[2], ARGV[3])
if not cart then return 'NOT_FOUND' end
local variants = {}
for variant in pairs(cart.lines) do variants[#variants + 1] = variant end
for _, variant in ipairs(variants) do dropLine(cart, variant) end
return touch(cart)`;

/** ARGV: sha256, user, codes as JSON. */
export const SET_CODES = `${CART}
local cart = open(ARGV[2], ARGV[3])
if not cart then return 'NOT_FOUND' end
redis.call('HSET', cart.key, 'codes', ARGV[4])
return touch(cart)`;

/** ARGV: sha256, user, delivery as JSON. */
export const SET_DELIVERY = `${CART}
local cart = open(ARGV[2], ARGV[3])
if not cart then return 'NOT_FOUND' end
redis.call('HSET', cart.key, 'delivery', ARGV[4])
return touch(cart)`;
