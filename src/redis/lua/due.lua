-- A session is to be looked at again. KEYS: due. ARGV: id, milliseconds from now
redis.call('ZADD', KEYS[1], now() + ARGV[2], ARGV[1])
return 1
