-- A picture that is stored elsewhere. ARGV: place or nothing, photo id, photo, count, random, run, most attachments, kept
local at, place = redis.call('HMGET', LIVE, 'seq', 'tag'), ARGV[1]
if not at[1] then return missing() end
look('events')
if place ~= '' then
  local there = redis.call('HGET', part('photos'), place)
  if there and cjson.decode(there).id == ARGV[2] then return 1 end
  change('', '', '', '', '', '', '', '', place, ARGV[3])
else
  local attachments = part('attachments')
  if redis.call('HEXISTS', attachments, ARGV[2]) == 1 then return 1 end
  if redis.call('HLEN', attachments) >= tonumber(ARGV[7]) then return 0 end
  redis.call('HSET', attachments, ARGV[2], ARGV[3])
  keep(attachments)
end
local last = log(at, ARGV[4], ARGV[5], '-', ARGV[6])
trim(last, ARGV[8])
keep(part('events'))
return 1
