if redis.call('EXISTS', LIVE) == 0 then return 0 end
redis.call('DEL', LIVE)
for _, name in ipairs(PARTS) do redis.call('DEL', part(name)) end
idle()
redis.call(PUBLISH, 'session:' .. ID, 'd')
return 1
