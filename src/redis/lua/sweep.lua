-- Sessions that nobody came for. KEYS: ready, due. ARGV: lease, most
local time = now()
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', time, 'LIMIT', 0, ARGV[2])
for _, id in ipairs(due) do
  -- One that still waits in the queue keeps its place there.
  if not redis.call('LPOS', KEYS[1], id) then redis.call('RPUSH', KEYS[1], id) end
  redis.call('ZADD', KEYS[2], time + ARGV[1], id)
end
return #due
