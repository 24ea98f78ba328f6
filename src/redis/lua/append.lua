-- Text on its way. KEYS: live, events. ARGV: channel, id, claim, number, count, random, run, text
local at = redis.call('HMGET', LIVE, 'seq', 'tag', 'claim', 'batches', 'cancelled')
if not at[1] then return {NO_SESSION} end
if at[3] ~= ARGV[3] then return {FENCED} end
local number, batches = tonumber(ARGV[4]), tonumber(at[4])
if number <= batches then return {1, at[1], at[2]} end
if number > batches + 1 or (at[5] and ARGV[8] == '1') then return {FENCED} end
redis.call('HSET', LIVE, 'batches', number)
local seq, tag = log(tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7])
return {1, seq, tag}
