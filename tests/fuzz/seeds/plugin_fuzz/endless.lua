return { api = 1, about = "Never ends.", hooks = {
  running = function(call) while true do end end,
  paused = function(call) while true do pcall(lineman.sleep, "1s") end end,
  terminal = function(call) call.store.t = ("x"):rep(1 << 18) return call:stop(call.store.t) end,
} }
