-- A session is about to have a turn. One that is looked at earlier anyway still is: a message must not put off the
-- takeover of the turn before it. The time changes all the same, so that `idle` sees it. KEYS: due. ARGV: id,
-- milliseconds from now
local at, before = now() + ARGV[2], redis.call('ZSCORE', KEYS[1], ARGV[1])
if before then at = math.min(before - 1, at) end
redis.call('ZADD', KEYS[1], at, ARGV[1])
return 1
