-- Sessions that nobody came for. KEYS: ready, due. ARGV: lease, most
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, ARGV[2])
for _, id in ipairs(due) do
  redis.call('RPUSH', KEYS[1], id)
  redis.call('ZADD', KEYS[2], now + ARGV[1], id)
end
return #due
