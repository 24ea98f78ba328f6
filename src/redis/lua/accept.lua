-- ARGV: channel, id, client_msg_id, turn, message, text, random, run, busy, most waiting, most messages, ttl, lease,
-- ids of the attachments
local name, turn, message, busy = ARGV[3], ARGV[4], ARGV[5], ARGV[9]
if redis.call('EXISTS', LIVE) == 0 then return {NO_SESSION} end
local waiting = redis.call('LRANGE', TURNS, 0, -1)
local sent = redis.call('HGET', SENT, name)
if sent then
  local position, seq, tag = string.match(sent, '(%d+) (%d+) (%d+)')
  local stored = cjson.decode(redis.call('LINDEX', HISTORY, position))
  local attached = {}
  for index, photo in ipairs(stored.attachments or {}) do attached[index] = photo.id end
  if stored.message ~= ARGV[6] or table.concat(attached, ' ') ~= ARGV[14] then return {-3} end
  local ahead = 0
  for index, entry in ipairs(waiting) do
    if string.match(entry, '^%d+') == turn then ahead = index - 1 end
  end
  return {2, seq, tag, ahead}
end
if busy == 'reject' and #waiting > 0 then return {-4} end
if #waiting > tonumber(ARGV[10]) then return {-5} end
local position = redis.call('LLEN', HISTORY)
if position >= tonumber(ARGV[11]) then return {-6} end
local interrupted = ''
if busy == 'interrupt' and #waiting > 0 then
  local at = redis.call('HMGET', LIVE, 'claim', 'run', 'worker')
  if at[1] or at[2] then
    redis.call('HSET', LIVE, 'cancelled', 1)
    if at[3] then interrupted = at[3] .. ' ' .. string.match(waiting[1], '^%d+') end
  end
end
local seq, tag = log(1, tonumber(ARGV[7]), ARGV[8])
redis.call('RPUSH', HISTORY, message)
redis.call('HSET', SENT, name, position .. ' ' .. seq .. ' ' .. tag)
redis.call('RPUSH', TURNS, turn .. ' ' .. position .. ' ' .. seq)
refresh(ARGV[12])
if #waiting == 0 then ready(tonumber(ARGV[13])) end
return {1, seq, tag, #waiting, interrupted}
