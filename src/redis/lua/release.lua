-- ARGV: channel, id, claim, lease
if redis.call('HGET', LIVE, 'claim') ~= ARGV[3] then return 0 end
redis.call('HDEL', LIVE, 'claim', 'batches', 'lease', 'worker')
ready(tonumber(ARGV[4]))
return 1
