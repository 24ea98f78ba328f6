-- The session with all that it has, whatever state that is in. The answer is whether there was anything of it, and its
-- owner, where that can be read.
local owner = ''
pcall(function() owner = cjson.decode(redis.call('GET', part('_meta'))).owner end)
local deleted = redis.call('DEL', LIVE)
for _, name in ipairs(PARTS) do deleted = deleted + redis.call('DEL', part(name)) end
if deleted == 0 then return {0, ''} end
idle()
redis.call(PUBLISH, 'session:' .. ID, 'd')
return {1, type(owner) == 'string' and owner or ''}
