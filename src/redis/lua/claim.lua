-- ARGV: worker, tag, lease
local first = redis.call('LINDEX', part('turns'), 0)
if not first then
  idle()
  return {}
end
local time, lease = now(), tonumber(ARGV[3])
-- The position of its message, or the name of a job.
local turn, about = string.match(first, '^(%d+) (%S+)')
local at = redis.call('HMGET', LIVE, 'lease', 'claim', 'attempts', 'cancelled', 'run', 'base_state', 'damaged',
  'seq')
if not at[8] then
  idle()
  return {}
end
local attempt, taken = at[3], not (at[1] and tonumber(at[1]) > time)
-- The same claim again gives the same answer.
if not taken and at[2] ~= ARGV[2] .. ' ' .. attempt then
  due(at[1])
  return {tonumber(at[1]) - time}
end
-- All that the turn needs is read before anything is written: a session that is damaged is not claimed.
local began = at[6] and cjson.decode(at[6]) or state()
local input, photos = about, redis.call('HVALS', part('photos'))
if tonumber(about) then input = redis.call('LINDEX', part('conversation_history'), about) end
look('events', 'family_conversation')
if taken then
  attempt = redis.call('HINCRBY', LIVE, 'attempts', 1)
  redis.call('HSET', LIVE, 'batches', 0)
end
redis.call('HSET', LIVE, 'claim', ARGV[2] .. ' ' .. attempt, 'turn', turn, 'lease', time + lease, 'worker',
  ARGV[1])
due(time + lease)
return {turn, attempt, input, at[4] or '', at[5] or '', began, photos, at[7] or '', at[6] and state() or {}}
