import { CART_TTL_SECONDS, MAX_LINES, MAX_QUANTITY } from '../limits.js';

/**
 * Orders remembered per cart; an event is never repeated after so many later orders of the same
 * cart.
 */
const REMEMBERED_ORDERS = 200;

/**
 * Start of every script. A cart is one hash: id, user (only a user's), version, created and expires
 * (ms), codes (JSON), delivery (JSON, once told), seq (last position given out), and per variant `line:<variant>` = "<line id>
 * <position> <what is frozen>" and `qty:<variant>`; `order:<id>` for each order taken out. ARGV[1]
 * = prefix of all keys; keys that are not declared share its hash tag and so its slot.
 */
export const CART = `
local PREFIX = ARGV[1]
local TTL, MAX_LINES, MAX_QUANTITY, REMEMBERED = ${CART_TTL_SECONDS * 1_000}, ${MAX_LINES}, ${MAX_QUANTITY}, ${REMEMBERED_ORDERS}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- Lua writes large numbers as 1.7e+12.
local function text(number) return string.format('%.0f', number) end

local function load(hash)
  local flat = redis.call('HGETALL', PREFIX .. 'cart:' .. hash)
  if #flat == 0 then return nil end
  local cart = { hash = hash, key = PREFIX .. 'cart:' .. hash, lines = {}, count = 0, orders = {}, ordered = 0 }
  local quantities = {}
  for i = 1, #flat, 2 do
    local name, value = flat[i], flat[i + 1]
    local kind, rest = string.match(name, '^(%a+):(.*)$')
    if kind == 'line' then
      local id, at, frozen = string.match(value, '^(%S+) (%d+) (.*)$')
      cart.lines[rest] = { variant = rest, id = id, at = tonumber(at), frozen = frozen }
      cart.count = cart.count + 1
    elseif kind == 'qty' then quantities[rest] = tonumber(value)
    elseif kind == 'order' then
      cart.orders[rest] = tonumber(value)
      cart.ordered = cart.ordered + 1
    else cart[name] = value end
  end
  for variant, line in pairs(cart.lines) do line.quantity = quantities[variant] end
  return cart
end

local function answer(cart) return redis.call('HGETALL', cart.key) end

-- Someone else's cart is missing, like one that is gone.
local function open(hash, user)
  local cart = load(hash)
  if cart and (not cart.user or cart.user == user) then return cart end
end

local function create(hash, id, user)
  local cart = { hash = hash, key = PREFIX .. 'cart:' .. hash, lines = {}, count = 0, orders = {}, ordered = 0, codes = '[]', user = user }
  local expires = text(now + TTL)
  redis.call('HSET', cart.key, 'id', id, 'version', 1, 'created', text(now), 'expires', expires, 'codes', '[]', 'seq', 0)
  redis.call('PEXPIREAT', cart.key, expires)
  if user then
    redis.call('HSET', cart.key, 'user', user)
    redis.call('SET', PREFIX .. 'user:' .. user, hash)
    redis.call('PEXPIREAT', PREFIX .. 'user:' .. user, expires)
  end
  return cart
end

local function ofUser(user)
  local hash = redis.call('GET', PREFIX .. 'user:' .. user)
  local cart = hash and load(hash)
  if cart and cart.user == user then return cart end
end

-- Last step of every write.
local function touch(cart)
  local expires = text(now + TTL)
  redis.call('HINCRBY', cart.key, 'version', 1)
  redis.call('HSET', cart.key, 'expires', expires)
  redis.call('PEXPIREAT', cart.key, expires)
  if cart.user then redis.call('PEXPIREAT', PREFIX .. 'user:' .. cart.user, expires) end
  for variant in pairs(cart.lines) do
    redis.call('ZADD', PREFIX .. 'variant:' .. variant, expires, cart.hash)
    redis.call('PEXPIREAT', PREFIX .. 'variant:' .. variant, expires)
  end
  return answer(cart)
end

local function setQuantity(cart, variant, quantity)
  cart.lines[variant].quantity = quantity
  redis.call('HSET', cart.key, 'qty:' .. variant, quantity)
end

local function putLine(cart, variant, id, frozen, quantity)
  local at = redis.call('HINCRBY', cart.key, 'seq', 1)
  cart.lines[variant] = { variant = variant, id = id, at = at, frozen = frozen }
  cart.count = cart.count + 1
  redis.call('HSET', cart.key, 'line:' .. variant, id .. ' ' .. at .. ' ' .. frozen)
  setQuantity(cart, variant, quantity)
  -- Carts that ran out leave the list of their variants when others come in.
  redis.call('ZREMRANGEBYSCORE', PREFIX .. 'variant:' .. variant, '-inf', text(now))
end

local function dropLine(cart, variant)
  cart.lines[variant] = nil
  cart.count = cart.count - 1
  redis.call('HDEL', cart.key, 'line:' .. variant, 'qty:' .. variant)
  redis.call('ZREM', PREFIX .. 'variant:' .. variant, cart.hash)
end

local function dropCart(cart)
  for variant in pairs(cart.lines) do redis.call('ZREM', PREFIX .. 'variant:' .. variant, cart.hash) end
  redis.call('DEL', cart.key)
end

local function rememberOrder(cart, order)
  cart.orders[order] = redis.call('HINCRBY', cart.key, 'seq', 1)
  cart.ordered = cart.ordered + 1
  redis.call('HSET', cart.key, 'order:' .. order, cart.orders[order])
  if cart.ordered <= REMEMBERED then return end
  local oldest
  for id, at in pairs(cart.orders) do if not oldest or at < cart.orders[oldest] then oldest = id end end
  cart.orders[oldest] = nil
  cart.ordered = cart.ordered - 1
  redis.call('HDEL', cart.key, 'order:' .. oldest)
end
`;
