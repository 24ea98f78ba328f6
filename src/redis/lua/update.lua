-- ARGV: channel, id, version, profile, phase, interview, place, photo, count, random, run
local meta = redis.call('GET', META)
if not meta then return NO_SESSION end
if cjson.decode(meta).version ~= tonumber(ARGV[3]) then return 0 end
change(ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8])
if tonumber(ARGV[9]) > 0 then log(1, tonumber(ARGV[10]), ARGV[11]) end
return 1
