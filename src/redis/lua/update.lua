-- ARGV: version, profile, phase, interview, place, photo, count, random, run
local meta = redis.call('GET', part('_meta'))
if not meta then return NO_SESSION end
if cjson.decode(meta).version ~= tonumber(ARGV[1]) then return 0 end
change(ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6])
if tonumber(ARGV[7]) > 0 then log(redis.call('HMGET', LIVE, 'seq', 'tag'), 1, ARGV[8], '-', ARGV[9]) end
return 1
