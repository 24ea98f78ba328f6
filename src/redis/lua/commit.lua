-- What changes more than text. ARGV: claim, turn, number of the batch, count of events, the message that they begin, run,
-- text, started, settle, changed, phase, profile, members, trip, plan, interview, talk, agent, place, photo, job or
-- nothing, which event tells of it, kept, lease, messages ...
local claim, number, count, settle = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[9] == '1'
local at = redis.call('HMGET', LIVE, 'seq', 'tag', 'claim', 'batches', 'cancelled', 'turn')
if not at[1] then return {NO_SESSION} end
if at[3] ~= claim or at[6] ~= ARGV[2] then return {FENCED} end
if number <= tonumber(at[4]) then return {1, at[1], at[2]} end
if number > at[4] + 1 then return {FENCED} end
if at[5] and ARGV[7] == '1' then return {CANCELLED} end
-- All is read before anything is written.
look('events', 'conversation_history', 'turns', 'photos', 'family_conversation')
local phase = cjson.decode(redis.call('GET', part('_meta'))).phase
if ARGV[11] ~= '' then phase = ARGV[11] end
local answered
if settle then
  -- A job answers no message.
  local position = string.match(redis.call('LINDEX', part('turns'), 0) or '', '^%d+ (%d+) ')
  answered = position and redis.call('LINDEX', part('conversation_history'), position)
end
if ARGV[10] == '1' then
  -- The turn keeps the state it began with, to begin with it again.
  if redis.call('HEXISTS', LIVE, 'base_state') == 0 then redis.call('HSET', LIVE, 'base_state', cjson.encode(state())) end
  change(unpack(ARGV, 11, 20))
end
for index = 25, #ARGV do
  -- A greeting comes before any message.
  if redis.call('RPUSH', part('conversation_history'), ARGV[index]) == 1 then keep(part('conversation_history')) end
end
redis.call('HSET', LIVE, 'batches', number)
local seq, tag = at[1], at[2]
if count > 0 then
  if ARGV[8] ~= '0' then redis.call('HSET', LIVE, 'run', seq + ARGV[8]) end
  if ARGV[5] ~= '' then redis.call('HSET', LIVE, 'speech', ARGV[5]) end
  seq, tag = log(at, count, of_batch(claim, number), at[6], ARGV[6])
end
if ARGV[21] ~= '' then
  redis.call('RPUSH', part('turns'), ARGV[21] .. ' ' .. at[1] + ARGV[22] .. ' ' .. tag)
end
local next = false
if settle then
  if phase == 'family' or phase == 'complete' then
    local said = {answered or nil}
    for index = 25, #ARGV do said[#said + 1] = ARGV[index] end
    if #said > 0 then converse(said) end
  end
  redis.call('LPOP', part('turns'))
  redis.call('HDEL', LIVE, 'claim', 'turn', 'speech', 'batches', 'cancelled', 'run', 'attempts', 'lease', 'worker',
    'base_state')
  next = redis.call('LINDEX', part('turns'), 0)
  if next then
    local wish = 'cancel ' .. string.match(next, '^%d+')
    if redis.call('HDEL', LIVE, wish) == 1 then redis.call('HSET', LIVE, 'cancelled', 1) end
    ready(tonumber(ARGV[24]))
  else
    idle()
  end
  trim(seq, tonumber(ARGV[23]))
end
return {1, seq, tag, next and 1 or 0}
