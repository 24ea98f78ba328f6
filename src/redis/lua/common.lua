-- What the functions share. A function that is about a session is given one key, its `live` hash: all else that the
-- session has is named after it (see keys.rs), and is in the same slot of a cluster, which is told of all these keys.
-- CLUSTERED, PUBLISH and PARTS are set by functions.rs.
local NO_SESSION, FENCED, CANCELLED, DAMAGED = -1, -2, -7, -8
local READY, DUE = '{turns}:ready', '{turns}:due'
-- The session of the call that runs now: Redis runs one at a time.
local LIVE, ID

local function about(live)
  LIVE, ID = live, string.sub(live, #'live:' + 1)
end

-- The key of a part of the session.
local function part(name)
  return 'session:' .. ID .. ':' .. name
end

-- Whether the user may run a command. One that is not there at all is an error of the question.
local function may(...)
  local known, allowed = pcall(redis.acl_check_cmd, ...)
  return known and allowed
end

-- A function that is refused something in its middle leaves half of what it does. So before it does anything it asks
-- whether all that it may come to is allowed, with the keys of the session and of the queue, and on the session's channel. The
-- answer is what is refused, as an error.
local function refused(names)
  local keys, channel = {LIVE, part('events')}, 'session:' .. ID
  if not CLUSTERED then keys = {LIVE, part('events'), READY, DUE} end
  if not may('FCALL', '', #keys, unpack(keys)) then
    return redis.error_reply('NOPERM No permissions to access a key')
  end
  for _, name in ipairs(names) do
    if name == PUBLISH then
      if not may(name, channel, '') then
        return redis.error_reply("NOPERM '" .. name .. "': " .. redis.pcall(name, channel, '').err)
      end
    -- As many arguments as any command needs: keys that are the session's.
    elseif not may(name, LIVE, LIVE, LIVE, LIVE) then
      return redis.error_reply("NOPERM No permissions to run the '" .. name .. "' command")
    end
  end
end

-- Whether an entry may be written to the log and published: all that `append` does after its first write. It is run for
-- every word, and what is refused before leaves nothing.
local function may_log()
  return may('XADD', part('events'), '*', 'e', '') and may(PUBLISH, 'session:' .. ID, '')
end

-- What is said of a session whose `live` hash is not there: it is gone, or only that is.
local function missing()
  return redis.call('EXISTS', part('_meta')) == 1 and DAMAGED or NO_SESSION
end

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A number that is another one for each batch of each claim.
local function of_batch(claim, number)
  return tonumber(string.match(claim, '%x+'), 16) + number
end

-- Reads the keys that are written next: where one is of another type, nothing is written.
local function look(...)
  for _, name in ipairs({...}) do
    if name == 'events' then
      redis.call('XLEN', part(name))
    elseif name == 'family_conversation' then
      redis.call('STRLEN', part(name))
    elseif name == 'photos' then
      redis.call('HLEN', part(name))
    else
      redis.call('LLEN', part(name))
    end
  end
end

-- A key that was made after the last `refresh` lives as long as the session.
local function keep(key)
  local left = redis.call('PTTL', LIVE)
  if left > 0 then redis.call('PEXPIRE', key, left) end
end

-- An older version that was refused a command in its middle has left an entry beyond the number of the session: nobody was
-- told of it, and it is in the way of all that follow. The log is made anew without it. What this runs is not asked for
-- beforehand: where it is refused, the session is as it was.
local function leave_out_after(seq)
  local key = part('events')
  local entries = redis.call('XRANGE', key, '-', seq .. '-0')
  redis.call('DEL', key)
  for _, entry in ipairs(entries) do redis.call('XADD', key, entry[1], unpack(entry[2])) end
  keep(key)
end

-- Appends a run of events as one entry whose id is the number of the last one, and tells the subscribers.
-- `before` is the number and the tag of the event before it. The tag depends on the one before: two histories that
-- parted never have the same tag at the same number again, but by chance. More fields of `live` may follow.
local function log(before, count, random, turn, run, ...)
  local last, tag = before[1] + count, (before[2] * 10368889 + random) % 16777216
  local head = 'e' .. last .. ' ' .. count .. ' ' .. tag .. ' ' .. before[2] .. ' ' .. now() .. ' ' .. turn .. ' '
  -- In this order: a number that is given and has no entry is passed over, an entry beyond the number would be in the way
  -- of all that follow.
  redis.call('HSET', LIVE, 'seq', last, 'tag', tag, ...)
  local added = redis.pcall('XADD', part('events'), last .. '-0', 'e', head .. run)
  if type(added) == 'table' then
    leave_out_after(before[1])
    redis.call('XADD', part('events'), last .. '-0', 'e', head .. run)
  end
  -- A subscriber that falls behind by too many bytes is let go by Redis: what is large is read from the log.
  if #run > 49152 then run = '' end
  redis.call(PUBLISH, 'session:' .. ID, head .. run)
  return last, tag
end

local function trim(last, kept)
  local least = last - kept
  local run = redis.call('HGET', LIVE, 'run')
  if run then least = math.min(least, run - 1) end
  if least > 0 then redis.call('XTRIM', part('events'), 'MINID', '=', least .. '-0') end
end

-- The session has a turn for whom comes first, and is to be looked at again when nobody came. One of the queue's keys may
-- be damaged, which `/health/ready` tells: what is done to the session holds all the same, and the other key leads to it.
local function ready(lease)
  if CLUSTERED then return end
  redis.pcall('RPUSH', READY, ID)
  redis.pcall('ZADD', DUE, now() + lease, ID)
end

-- The parts of the state that are texts of their own, beside the phase, which is in `_meta`: their keys, and the fields
-- of `live` that keep what they were when the running turn began. The agents' own memory, and what an agent elsewhere keeps, is in `live` itself.
local TEXTS = {'user_profile', 'family_members', 'family_trip_info', 'family_plan'}
local MEMORY = {'interview', 'talk', 'agent'}

-- The phase, the texts and the memory as they are now.
local function state()
  local found = {cjson.decode(redis.call('GET', part('_meta'))).phase}
  for _, name in ipairs(TEXTS) do found[#found + 1] = redis.call('GET', part(name)) or '' end
  for _, name in ipairs(MEMORY) do found[#found + 1] = redis.call('HGET', LIVE, name) or '' end
  return found
end

-- Changes the state; an empty text leaves its part as it is. A picture is put in its place among the others.
local function change(phase, profile, members, trip, plan, interview, talk, agent, place, photo)
  local meta = cjson.decode(redis.call('GET', part('_meta')))
  if phase ~= '' then meta.phase = phase end
  for index, text in ipairs({profile, members, trip, plan}) do
    if text ~= '' then
      redis.call('SET', part(TEXTS[index]), text, 'KEEPTTL')
      keep(part(TEXTS[index]))
    end
  end
  for index, text in ipairs({interview, talk, agent}) do
    if text ~= '' then redis.call('HSET', LIVE, MEMORY[index], text) end
  end
  if place ~= '' then
    redis.call('HSET', part('photos'), place, photo)
    keep(part('photos'))
  end
  meta.version = meta.version + 1
  redis.call('SET', part('_meta'), cjson.encode(meta), 'KEEPTTL')
end

-- Adds messages to the family's conversation: a JSON array that is one text, as operators know it.
local function converse(messages)
  local key, text = part('family_conversation'), table.concat(messages, ',')
  local length = redis.call('STRLEN', key)
  if length <= 2 then
    redis.call('SET', key, '[' .. text .. ']', 'KEEPTTL')
  else
    redis.call('SETRANGE', key, length - 1, ',' .. text .. ']')
  end
  keep(key)
end

-- The session lives for so many seconds from now.
local function refresh(ttl)
  redis.call('HSET', LIVE, 'refreshed', now())
  redis.call('EXPIRE', LIVE, ttl)
  for _, name in ipairs(PARTS) do redis.call('EXPIRE', part(name), ttl) end
end

-- Whether the session was last refreshed so long ago that it is to be refreshed again: a hundredth of its life is no
-- matter, ten commands each time are.
local function is_stale(refreshed, ttl)
  return not refreshed or now() - refreshed > ttl * 10
end

-- Somebody is there, or is answered: the session lives on. Whether it had to be told.
local function stay(refreshed, ttl)
  if not is_stale(refreshed, ttl) then return false end
  refresh(ttl)
  -- The first message makes what else there is.
  if not refreshed then redis.call('HDEL', LIVE, 'refreshed') end
  return true
end

-- The session is to be looked at again at this time, in milliseconds.
local function due(at)
  if not CLUSTERED then redis.pcall('ZADD', DUE, at, ID) end
end

local function idle()
  if not CLUSTERED then redis.pcall('ZREM', DUE, ID) end
end
