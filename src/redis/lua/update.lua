-- ARGV: channel, id, version, profile, phase, interview, count, random, run
local meta = redis.call('GET', META)
if not meta then return NO_SESSION end
if cjson.decode(meta).version ~= tonumber(ARGV[3]) then return 0 end
change(ARGV[4], ARGV[5], ARGV[6])
if tonumber(ARGV[7]) > 0 then log(1, tonumber(ARGV[8]), ARGV[9]) end
return 1
