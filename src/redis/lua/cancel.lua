-- ARGV: turn or nothing
if redis.call('EXISTS', LIVE) == 0 then return {NO_SESSION} end
local waiting = redis.call('LRANGE', part('turns'), 0, -1)
for index, entry in ipairs(waiting) do
  local turn = string.match(entry, '^%d+')
  if ARGV[1] == '' or ARGV[1] == turn then
    if index > 1 then
      redis.call('HSET', LIVE, 'cancel ' .. turn, 1)
      return {1, turn, ''}
    end
    redis.call('HSET', LIVE, 'cancelled', 1)
    return {1, turn, redis.call('HGET', LIVE, 'worker') or ''}
  end
end
return {0}
