-- ARGV: claim, turn, lease, ttl. 0: lost, 1: renewed, 2: renewed, and the turn is cancelled
local at = redis.call('HMGET', LIVE, 'claim', 'turn', 'cancelled', 'refreshed')
if at[1] ~= ARGV[1] or at[2] ~= ARGV[2] then return 0 end
local until_ = now() + ARGV[3]
redis.call('HSET', LIVE, 'lease', until_)
due(until_)
stay(at[4], tonumber(ARGV[4]))
return at[3] and 2 or 1
