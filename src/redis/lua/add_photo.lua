-- A picture that is stored elsewhere. ARGV: channel, id, place or nothing, photo id, photo, count, random, run, ttl,
-- most attachments
if redis.call('EXISTS', LIVE) == 0 then return NO_SESSION end
local place = ARGV[3]
if place ~= '' then
  local there = redis.call('HGET', PHOTOS, place)
  if there and cjson.decode(there).id == ARGV[4] then return 1 end
  change('', '', '', place, ARGV[5])
else
  if redis.call('HEXISTS', ATTACHMENTS, ARGV[4]) == 1 then return 1 end
  if redis.call('HLEN', ATTACHMENTS) >= tonumber(ARGV[10]) then return 0 end
  redis.call('HSET', ATTACHMENTS, ARGV[4], ARGV[5])
end
log(tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8])
refresh(ARGV[9])
return 1
