-- ARGV: channel, id, claim, lease. 0: lost, 1: renewed, 2: renewed, and the turn is cancelled
local at = redis.call('HMGET', LIVE, 'claim', 'cancelled')
if at[1] ~= ARGV[3] then return 0 end
local until_ = now() + ARGV[4]
redis.call('HSET', LIVE, 'lease', until_)
due(until_)
return at[2] and 2 or 1
