-- ARGV: version, phase, profile, members, trip, plan, interview, talk, place, photo, count, random, run, kept
local meta = redis.call('GET', part('_meta'))
if not meta then return NO_SESSION end
if cjson.decode(meta).version ~= tonumber(ARGV[1]) then return 0 end
change(unpack(ARGV, 2, 10))
if tonumber(ARGV[11]) > 0 then
  local last = log(redis.call('HMGET', LIVE, 'seq', 'tag'), 1, ARGV[12], '-', ARGV[13])
  trim(last, ARGV[14])
  keep(part('events'))
end
return 1
