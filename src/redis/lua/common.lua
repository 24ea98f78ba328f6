-- Shared by every script that touches one session. Keys: see `Names::all` in keys.rs, then, unless the queue of turns
-- is in another place of a cluster, those of the queue.
local LIVE, EVENTS, TURNS, HISTORY, SENT = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local META, PROFILE = KEYS[6], KEYS[7]
local PHOTOS, ATTACHMENTS = KEYS[11], KEYS[12]
local READY, DUE = KEYS[13], KEYS[14]
local CHANNEL, ID = ARGV[1], ARGV[2]

local NO_SESSION, FENCED = -1, -2

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Appends a run of events as one entry whose id is the number of the last one, and tells the subscribers.
-- The tag depends on the one before it: two histories that parted never have the same tag at the same number again,
-- but by chance.
local function log(count, random, run)
  local at = redis.call('HMGET', LIVE, 'seq', 'tag', 'run')
  local last, before = at[1] + count, tonumber(at[2])
  local tag = (before * 10368889 + random) % 16777216
  redis.call('XADD', EVENTS, last .. '-0', 'n', count, 't', tag, 'p', before, 'c', run)
  redis.call('HSET', LIVE, 'seq', last, 'tag', tag)
  local head = last .. ' ' .. count .. ' ' .. tag .. ' ' .. before
  if #run > 49152 then run = '' end
  redis.call(PUBLISH, CHANNEL, 'e' .. head .. ' ' .. run)
  return last, tag
end

local function trim(last, kept)
  local least = last - kept
  local run = redis.call('HGET', LIVE, 'run')
  if run then least = math.min(least, run - 1) end
  if least > 0 then redis.call('XTRIM', EVENTS, 'MINID', '=', least .. '-0') end
end

-- The session has a turn for whom comes first, and is to be looked at again when nobody came.
local function ready(lease)
  if CLUSTERED then return end
  redis.call('RPUSH', READY, ID)
  redis.call('ZADD', DUE, now() + lease, ID)
end

-- Changes the state; an empty text leaves its part as it is. A picture is put in its place among the others.
local function change(profile, phase, interview, place, photo)
  local meta = cjson.decode(redis.call('GET', META))
  if profile ~= '' then redis.call('SET', PROFILE, profile, 'KEEPTTL') end
  if phase ~= '' then meta.phase = phase end
  if interview ~= '' then redis.call('HSET', LIVE, 'interview', interview) end
  if place ~= '' then
    redis.call('HSET', PHOTOS, place, photo)
    -- Whenever it comes, it lives as long as the session.
    local left = redis.call('PTTL', META)
    if left > 0 then redis.call('PEXPIRE', PHOTOS, left) end
  end
  meta.version = meta.version + 1
  redis.call('SET', META, cjson.encode(meta), 'KEEPTTL')
end

local function refresh(ttl)
  for key = 1, 12 do redis.call('EXPIRE', KEYS[key], ttl) end
end

-- The session is to be looked at again at this time, in milliseconds.
local function due(at)
  if not CLUSTERED then redis.call('ZADD', DUE, at, ID) end
end

local function idle()
  if not CLUSTERED then redis.call('ZREM', DUE, ID) end
end
