-- A page of the history: the newest messages before a position that fit, the newest first, and the position of the
-- oldest one. ARGV: the position, or -1 for the end; at most so many messages; of at most so many bytes, but one.
local key, most, room = part('conversation_history'), tonumber(ARGV[2]), tonumber(ARGV[3])
local at = redis.call('LLEN', key)
if tonumber(ARGV[1]) >= 0 then at = math.min(at, tonumber(ARGV[1])) end
local page = {}
while at > 0 and #page < most do
  -- A few at a time: what does not fit is read in vain.
  local from = math.max(at - 16, 0)
  local messages = redis.call('LRANGE', key, from, at - 1)
  for index = #messages, 1, -1 do
    room = room - #messages[index]
    if #page == most or (#page > 0 and room < 0) then return {at, page} end
    page[#page + 1], at = messages[index], at - 1
  end
end
return {at, page}
