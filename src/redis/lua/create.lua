-- ARGV: channel, id, meta, profile, interview, base tag, owned by score, ttl
redis.call('SET', META, ARGV[3])
redis.call('SET', PROFILE, ARGV[4])
redis.call('HSET', LIVE, 'seq', 0, 'tag', ARGV[6], 'base', ARGV[6], 'interview', ARGV[5])
redis.call('SET', KEYS[8], '[]')
redis.call('SET', KEYS[9], '{}')
redis.call('SET', KEYS[10], '{}')
redis.call('ZADD', OWNED, ARGV[7], ID)
redis.call('EXPIRE', OWNED, ARGV[8])
refresh(ARGV[8])
return 1
