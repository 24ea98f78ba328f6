-- ARGV: channel, id
if redis.call('EXISTS', LIVE) == 0 then return 0 end
for key = 1, 12 do redis.call('DEL', KEYS[key]) end
idle()
redis.call(PUBLISH, CHANNEL, 'd')
return 1
