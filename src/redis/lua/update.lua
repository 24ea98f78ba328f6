-- ARGV: version, profile, phase, interview, count, random, run
local meta = redis.call('GET', part('_meta'))
if not meta then return NO_SESSION end
if cjson.decode(meta).version ~= tonumber(ARGV[1]) then return 0 end
change(ARGV[2], ARGV[3], ARGV[4])
if tonumber(ARGV[5]) > 0 then log(redis.call('HMGET', LIVE, 'seq', 'tag'), 1, ARGV[6], '-', ARGV[7]) end
return 1
