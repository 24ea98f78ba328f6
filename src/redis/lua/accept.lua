-- ARGV: client_msg_id, turn, message, text, random, run, busy, most waiting, most messages, ttl, lease, ids of the
-- attachments
local name, turn, message, busy, ttl = ARGV[1], ARGV[2], ARGV[3], ARGV[7], tonumber(ARGV[10])
local turns, history, known = part('turns'), part('conversation_history'), part('sent')
local at = redis.call('HMGET', LIVE, 'seq', 'tag', 'refreshed', 'claim', 'run', 'worker', 'damaged')
if not at[1] then return {missing()} end
if at[7] then return {DAMAGED} end
local waiting = redis.call('LLEN', turns)
local sent = redis.call('HGET', known, name)
if sent then
  local position, seq, tag = string.match(sent, '(%d+) (%d+) (%d+)')
  local stored = cjson.decode(redis.call('LINDEX', history, position))
  local attached = {}
  for index, photo in ipairs(stored.attachments or {}) do attached[index] = photo.id end
  if stored.message ~= ARGV[4] or table.concat(attached, ' ') ~= ARGV[12] then return {-3} end
  local ahead = 0
  for index, entry in ipairs(redis.call('LRANGE', turns, 0, -1)) do
    if string.match(entry, '^%d+') == turn then ahead = index - 1 end
  end
  return {2, seq, tag, ahead}
end
if busy == 'reject' and waiting > 0 then return {-4} end
if waiting > tonumber(ARGV[8]) then return {-5} end
if redis.call('LLEN', history) >= tonumber(ARGV[9]) then return {-6} end
-- Nobody reads it before the message; a worker could not begin the turn without it, and the message would not be answered.
look('events', 'family_conversation')
local interrupted = ''
if busy == 'interrupt' and waiting > 0 and (at[4] or at[5]) then
  redis.call('HSET', LIVE, 'cancelled', 1)
  if at[6] then interrupted = at[6] .. ' ' .. string.match(redis.call('LINDEX', turns, 0), '^%d+') end
end
local seq, tag = log(at, 1, ARGV[5], turn, ARGV[6])
local position = redis.call('RPUSH', history, message) - 1
redis.call('HSET', known, name, position .. ' ' .. seq .. ' ' .. tag)
redis.call('RPUSH', turns, turn .. ' ' .. position .. ' ' .. seq)
if is_stale(at[3], ttl) then
  refresh(ttl)
elseif waiting == 0 then
  keep(turns)
end
if waiting == 0 then ready(tonumber(ARGV[11])) end
return {1, seq, tag, waiting, interrupted}
