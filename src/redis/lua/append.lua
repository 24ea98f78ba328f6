-- Text on its way. ARGV: one text, because each argument costs half a dozen bytes more. It names the claim and the number of
-- the batch; then comes `t` with more of the text that was begun last, or `r` with a count of events, the message that
-- they begin (or `-`), and the run.
local claim, number, kind, from = string.match(ARGV[1], '^(%x+ %d+) (%d+) (%l)()')
local at = redis.call('HMGET', LIVE, 'seq', 'tag', 'claim', 'batches', 'cancelled', 'turn', 'speech')
if not at[1] then return {NO_SESSION} end
if at[3] ~= claim then return {FENCED} end
number = tonumber(number)
if number <= tonumber(at[4]) then return {1, at[1], at[2]} end
if number > at[4] + 1 then return {FENCED} end
if at[5] then return {CANCELLED} end
local count, speech, run = 1, at[7], string.sub(ARGV[1], from)
if kind == 't' then
  run = 't' .. speech .. ' ' .. run
else
  local begun
  count, begun, from = string.match(run, '^(%d+) (%S+) ()')
  run = string.sub(run, from)
  if begun ~= '-' then redis.call('HSET', LIVE, 'speech', begun) end
end
local seq, tag = log(at, count, of_batch(claim, number), at[6], run, 'batches', number)
return {1, seq, tag}
