-- A session is to be looked at again. KEYS: ready, due. ARGV: id, milliseconds from now
local time = redis.call('TIME')
redis.call('ZADD', KEYS[2], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2], ARGV[1])
return 1
