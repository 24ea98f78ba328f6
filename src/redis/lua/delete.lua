-- ARGV: channel, id
if redis.call('EXISTS', LIVE) == 0 then return 0 end
for key = 1, 10 do redis.call('DEL', KEYS[key]) end
redis.call('ZREM', DUE, ID)
redis.call('ZREM', OWNED, ID)
redis.call('PUBLISH', CHANNEL, 'd')
return 1
