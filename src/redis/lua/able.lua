-- Whether Redis takes writes, and allows all that the functions about sessions may come to. ARGV: a key to write
redis.call('SETEX', ARGV[1], 60, 1)
return 1
