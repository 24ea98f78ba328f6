-- ARGV: turn, job, random, run, most waiting, ttl, lease
local turns, ttl = part('turns'), tonumber(ARGV[6])
local at = redis.call('HMGET', LIVE, 'seq', 'tag', 'refreshed', 'damaged')
if not at[1] then return {missing()} end
if at[4] then return {DAMAGED} end
local waiting = redis.call('LRANGE', turns, 0, -1)
for index, entry in ipairs(waiting) do
  local turn, job, seq, tag = string.match(entry, '^(%d+) (%S+) (%d+) (%d+)')
  if job == ARGV[2] then return {2, seq, tag, index - 1, turn} end
end
if #waiting > tonumber(ARGV[5]) then return {-5} end
look('events')
local seq, tag = log(at, 1, ARGV[3], ARGV[1], ARGV[4])
redis.call('RPUSH', turns, ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. seq .. ' ' .. tag)
refresh(ttl)
-- The first message makes what else there is.
if not at[3] then redis.call('HDEL', LIVE, 'refreshed') end
if #waiting == 0 then ready(tonumber(ARGV[7])) end
return {1, seq, tag, #waiting, ARGV[1]}
