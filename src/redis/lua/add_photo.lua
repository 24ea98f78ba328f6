-- A picture that is stored elsewhere. ARGV: place or nothing, photo id, photo, count of events, random, run, ttl, most
-- attachments
local at = redis.call('HMGET', LIVE, 'seq', 'tag', 'refreshed')
if not at[1] then return NO_SESSION end
local place, attachments = ARGV[1], part('attachments')
if place ~= '' then
  local there = redis.call('HGET', part('photos'), place)
  if there and cjson.decode(there).id == ARGV[2] then return 1 end
  change('', '', '', place, ARGV[3])
else
  if redis.call('HEXISTS', attachments, ARGV[2]) == 1 then return 1 end
  if redis.call('HLEN', attachments) >= tonumber(ARGV[8]) then return 0 end
  redis.call('HSET', attachments, ARGV[2], ARGV[3])
end
log(at, tonumber(ARGV[4]), ARGV[5], '-', ARGV[6])
refresh(ARGV[7])
-- The first message makes what else there is.
if not at[3] then redis.call('HDEL', LIVE, 'refreshed') end
return 1
