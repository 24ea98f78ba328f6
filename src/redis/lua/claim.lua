-- ARGV: channel, id, worker, tag, lease
local first = redis.call('LINDEX', TURNS, 0)
if not first then
  redis.call('ZREM', DUE, ID)
  return {}
end
local time, lease = now(), tonumber(ARGV[5])
local held = redis.call('HGET', LIVE, 'lease')
if held and tonumber(held) > time then
  redis.call('ZADD', DUE, held, ID)
  return {}
end
local turn, position = string.match(first, '^(%d+) (%d+)')
local attempt = redis.call('HINCRBY', LIVE, 'attempts', 1)
redis.call('HSET', LIVE, 'claim', turn .. ' ' .. attempt .. ' ' .. ARGV[4], 'batches', 0, 'lease', time + lease, 'worker', ARGV[3])
redis.call('ZADD', DUE, time + lease, ID)
local at = redis.call('HMGET', LIVE, 'cancelled', 'run', 'interview', 'base_phase', 'base_profile', 'base_interview')
local phase, profile, interview = at[4], at[5], at[6]
if not phase then
  phase, profile, interview = cjson.decode(redis.call('GET', META)).phase, redis.call('GET', PROFILE), at[3]
end
return {turn, attempt, redis.call('LINDEX', HISTORY, position), phase, profile, interview, at[1] or '', at[2] or ''}
