-- What is wrong with what is kept of a session: the keys that are missing, or of another type than they must be, or
-- whose JSON is none. Nothing of what they hold is told. It writes nothing.
local damages = {}
local function check(key, wanted)
  local kind = redis.call('TYPE', key).ok
  if kind ~= 'none' and kind ~= wanted then
    damages[#damages + 1] = key .. ' is a ' .. kind .. ', not a ' .. wanted
    return false
  end
  return kind == wanted
end
-- Every session has these from the beginning.
for _, key in ipairs({LIVE, part('_meta'), part('user_profile')}) do
  if redis.call('EXISTS', key) == 0 then damages[#damages + 1] = key .. ' is missing' end
end
local function is_record(key, text)
  if not text or text == '' then return end
  local read, value = pcall(cjson.decode, text)
  if not read or type(value) ~= 'table' then damages[#damages + 1] = key .. ' is not JSON of what it must be' end
end
if check(LIVE, 'hash') then
  for _, field in ipairs(MEMORY) do
    -- What an agent elsewhere keeps is a text of its own.
    if field ~= 'agent' then is_record(LIVE .. ' ' .. field, redis.call('HGET', LIVE, field)) end
  end
end
check(part('events'), 'stream')
check(part('turns'), 'list')
check(part('sent'), 'hash')
check(part('attachments'), 'hash')
for _, name in ipairs({'_meta', 'user_profile', 'family_conversation', 'family_members', 'family_trip_info', 'family_plan'}) do
  if check(part(name), 'string') then is_record(part(name), redis.call('GET', part(name))) end
end
if check(part('photos'), 'hash') then
  for _, photo in ipairs(redis.call('HVALS', part('photos'))) do is_record(part('photos'), photo) end
end
if check(part('conversation_history'), 'list') then
  -- The newest ones: the whole of a long history would keep Redis busy.
  for _, message in ipairs(redis.call('LRANGE', part('conversation_history'), -200, -1)) do
    is_record(part('conversation_history'), message)
  end
end
return damages
