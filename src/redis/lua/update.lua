-- ARGV: version, phase, profile, members, trip, plan, interview, talk, agent, place, photo, count, random, run, kept
local meta = redis.call('GET', part('_meta'))
if not meta then return NO_SESSION end
if cjson.decode(meta).version ~= tonumber(ARGV[1]) then return 0 end
local at = redis.call('HMGET', LIVE, 'seq', 'tag')
if not at[1] then return DAMAGED end
look('events', 'photos')
change(unpack(ARGV, 2, 11))
if tonumber(ARGV[12]) > 0 then
  local last = log(at, 1, ARGV[13], '-', ARGV[14])
  trim(last, ARGV[15])
  keep(part('events'))
end
return 1
