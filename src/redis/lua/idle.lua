-- A session had no turn; forgotten, unless it was to be looked at since. KEYS: due. ARGV: id, score before
if redis.call('ZSCORE', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('ZREM', KEYS[1], ARGV[1]) end
return 1
