-- The session with all that it has, whatever state that is in. The answer is whether there was one, and its owner, where
-- that can be read.
if redis.call('EXISTS', LIVE) == 0 then return {0, ''} end
local owner = ''
pcall(function() owner = cjson.decode(redis.call('GET', part('_meta'))).owner end)
redis.call('DEL', LIVE)
for _, name in ipairs(PARTS) do redis.call('DEL', part(name)) end
idle()
redis.call(PUBLISH, 'session:' .. ID, 'd')
return {1, type(owner) == 'string' and owner or ''}
