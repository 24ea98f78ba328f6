-- Somebody reads along. ARGV: ttl. 1: the session lives longer now
local at = redis.call('HMGET', LIVE, 'seq', 'refreshed')
if not at[1] then return missing() end
return stay(at[2], tonumber(ARGV[1])) and 1 or 0
