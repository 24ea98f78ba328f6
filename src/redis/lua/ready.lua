-- A session has a turn for whom comes first. KEYS: ready, due. ARGV: id, lease
local time = redis.call('TIME')
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2], ARGV[1])
return 1
