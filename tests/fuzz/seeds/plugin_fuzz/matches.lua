local v, w, kept, t, s = 1, 2, nil, {3,1,2}, "text"
return { api = 1, about = "x",
 hooks = {
  callback_set_by_caller = function(call, ...) error(v); pcall(function(...) v = s:format(call.store); end, call, t); return call:answer{callback_number="0190"} end,
  connect_device = function(call, ...) t.n = (function(...) local ok, why = pcall(function(...)  end) v = why; end); pcall(function(...) while true do for i = 0, 300 do do local r = call:matches{error={"line_busy",691},attempt={at_least=2}}; if #t then  else  end; end; end; end; end, call, t); pcall(function(...) for i = 1, string.format(string.byte(kept, nil), math.tointeger(nil), w, (function(...)  end)) do for i = 1, 9 do  end; end; end, call, t); kept = call.stop(assert({t, after=v, done=..., error(call, 100, #t, s)})); return {(t:sub(nil, 1<<31) ~ call.failures), ("x%s"):rep(9):rep((call.last or #t))} end,
 } }
