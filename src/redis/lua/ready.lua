-- A session has a turn for whom comes first. KEYS: ready, due. ARGV: id, lease
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], now() + ARGV[2], ARGV[1])
return 1
