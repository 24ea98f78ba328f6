-- A session had no turn; forgotten, unless it was to be looked at since. KEYS: ready, due. ARGV: id, score before
if redis.call('ZSCORE', KEYS[2], ARGV[1]) == ARGV[2] then redis.call('ZREM', KEYS[2], ARGV[1]) end
return 1
