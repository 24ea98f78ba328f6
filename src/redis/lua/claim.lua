-- ARGV: channel, id, worker, tag, lease
local first = redis.call('LINDEX', TURNS, 0)
if not first then
  idle()
  return {}
end
local time, lease = now(), tonumber(ARGV[5])
local turn, position = string.match(first, '^(%d+) (%d+)')
local held = redis.call('HMGET', LIVE, 'lease', 'claim', 'attempts')
local attempt = held[3]
if held[1] and tonumber(held[1]) > time then
  -- The same claim again gives the same answer.
  if held[2] ~= turn .. ' ' .. attempt .. ' ' .. ARGV[4] then
    due(held[1])
    return {tonumber(held[1]) - time}
  end
else
  attempt = redis.call('HINCRBY', LIVE, 'attempts', 1)
end
redis.call('HSET', LIVE, 'claim', turn .. ' ' .. attempt .. ' ' .. ARGV[4], 'batches', 0, 'lease', time + lease, 'worker', ARGV[3])
due(time + lease)
local at = redis.call('HMGET', LIVE, 'cancelled', 'run', 'interview', 'base_phase', 'base_profile', 'base_interview')
local phase, profile, interview = at[4], at[5], at[6]
if not phase then
  phase, profile, interview = cjson.decode(redis.call('GET', META)).phase, redis.call('GET', PROFILE), at[3]
end
local message, photos = redis.call('LINDEX', HISTORY, position), redis.call('HVALS', PHOTOS)
return {turn, attempt, message, phase, profile, interview, at[1] or '', at[2] or '', photos}
