-- ARGV: channel, id, meta, profile, interview, base tag, ttl
redis.call('SET', META, ARGV[3])
redis.call('SET', PROFILE, ARGV[4])
redis.call('HSET', LIVE, 'seq', 0, 'tag', ARGV[6], 'base', ARGV[6], 'interview', ARGV[5])
redis.call('SET', KEYS[8], '[]')
redis.call('SET', KEYS[9], '{}')
redis.call('SET', KEYS[10], '{}')
refresh(ARGV[7])
return 1
