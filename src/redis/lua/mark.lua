-- What is kept of the session cannot be read, or can be read again: until then it takes no messages. ARGV: 1 or 0
if redis.call('EXISTS', LIVE) == 0 then return 0 end
if ARGV[1] == '1' then redis.call('HSET', LIVE, 'damaged', 1) else redis.call('HDEL', LIVE, 'damaged') end
return 1
