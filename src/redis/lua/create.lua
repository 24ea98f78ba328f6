-- ARGV: meta, profile, interview, base tag, ttl
-- Asked again, because an answer was lost.
if redis.call('EXISTS', LIVE) == 1 then return 1 end
redis.call('SET', part('_meta'), ARGV[1])
redis.call('SET', part('user_profile'), ARGV[2])
redis.call('HSET', LIVE, 'seq', 0, 'tag', ARGV[4], 'base', ARGV[4], 'interview', ARGV[3])
redis.call('SET', part('family_conversation'), '[]')
redis.call('SET', part('family_trip_info'), '{}')
redis.call('SET', part('family_plan'), '{}')
refresh(ARGV[5])
-- The first message makes what else there is.
redis.call('HDEL', LIVE, 'refreshed')
return 1
