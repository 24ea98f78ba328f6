-- ARGV: claim, turn, lease
local at = redis.call('HMGET', LIVE, 'claim', 'turn')
if at[1] ~= ARGV[1] or at[2] ~= ARGV[2] then return 0 end
redis.call('HDEL', LIVE, 'claim', 'turn', 'speech', 'batches', 'lease', 'worker')
ready(tonumber(ARGV[3]))
return 1
