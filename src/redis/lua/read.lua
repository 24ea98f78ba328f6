-- A session as it is at one point. It writes nothing, so that it is also run where writes are refused.
return {
  redis.call('GET', part('_meta')),
  redis.call('HMGET', LIVE, 'seq', 'tag', 'run', 'interview', 'talk', 'agent'),
  {
    redis.call('GET', part('user_profile')), redis.call('GET', part('family_members')),
    redis.call('GET', part('family_trip_info')), redis.call('GET', part('family_plan')),
  },
  redis.call('HVALS', part('photos')),
  redis.call('LINDEX', part('conversation_history'), -1),
}
