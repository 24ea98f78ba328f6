-- What changes more than text. ARGV: channel, id, claim, number, count, random, run, text, started, settle,
-- changed, profile, phase, interview, place, photo, kept, lease, messages ...
local at = redis.call('HMGET', LIVE, 'seq', 'tag', 'claim', 'batches', 'cancelled')
if not at[1] then return {NO_SESSION} end
if at[3] ~= ARGV[3] then return {FENCED} end
local number, batches = tonumber(ARGV[4]), tonumber(at[4])
if number <= batches then return {1, at[1], at[2]} end
local settle = ARGV[10] == '1'
if number > batches + 1 or (at[5] and ARGV[8] == '1') then return {FENCED} end
if ARGV[11] == '1' then
  -- The turn keeps the state it began with, to begin with it again.
  local phase = cjson.decode(redis.call('GET', META)).phase
  if redis.call('HSETNX', LIVE, 'base_phase', phase) == 1 then
    local interview = redis.call('HGET', LIVE, 'interview')
    redis.call('HSET', LIVE, 'base_profile', redis.call('GET', PROFILE), 'base_interview', interview)
  end
  change(ARGV[12], ARGV[13], ARGV[14], ARGV[15], ARGV[16])
end
for index = 19, #ARGV do redis.call('RPUSH', HISTORY, ARGV[index]) end
redis.call('HSET', LIVE, 'batches', number)
local seq, tag = at[1], at[2]
local next = false
if tonumber(ARGV[5]) > 0 then
  if ARGV[9] ~= '0' then redis.call('HSET', LIVE, 'run', seq + ARGV[9]) end
  seq, tag = log(tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7])
end
if settle then
  redis.call('LPOP', TURNS)
  redis.call('HDEL', LIVE, 'claim', 'batches', 'cancelled', 'run', 'attempts', 'lease', 'worker', 'base_phase', 'base_profile', 'base_interview')
  next = redis.call('LINDEX', TURNS, 0)
  if next then
    local wish = 'cancel ' .. string.match(next, '^%d+')
    if redis.call('HDEL', LIVE, wish) == 1 then redis.call('HSET', LIVE, 'cancelled', 1) end
    ready(tonumber(ARGV[18]))
  else
    idle()
  end
end
trim(seq, tonumber(ARGV[17]))
return {1, seq, tag, next and 1 or 0}
