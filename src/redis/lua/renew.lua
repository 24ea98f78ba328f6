-- ARGV: claim, turn, lease. 0: lost, 1: renewed, 2: renewed, and the turn is cancelled
local at = redis.call('HMGET', LIVE, 'claim', 'turn', 'cancelled')
if at[1] ~= ARGV[1] or at[2] ~= ARGV[2] then return 0 end
local until_ = now() + ARGV[3]
redis.call('HSET', LIVE, 'lease', until_)
due(until_)
return at[3] and 2 or 1
