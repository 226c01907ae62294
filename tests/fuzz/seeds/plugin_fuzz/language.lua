local kept
local meta = {
  __index = function(t, k) return k end,
  __tostring = function() return "meta" end,
  __lt = function(a, b) return a.n < b.n end,
  __concat = function() return "c" end,
  __call = function(self, n) return n and n > 0 and self(n - 1) or 0 end,
  __pairs = function(t) return next, t, nil end,
}

local function work(call)
  local list = setmetatable({}, meta)
  for i = 1, 9 do list[i] = math.random(i) // 1 | 2 ~ 3 end
  table.sort(list, function(a, b) return a > b end)
  local count <const> = #list
  for k, v in pairs(call.failures) do list[#list + 1] = k .. v end
  for word in string.gmatch("a-b %d", "[%w-]+") do list[#list + 1] = word end
  for _, code in utf8.codes("äö") do list[#list + 1] = utf8.char(code) end
  local text = ("%5.2f %q %s"):format(1.5, "x\n", list):gsub("%s+", { [" "] = "_" })
  call.store.text = text .. table.concat(list, ",", 1, count - 6) .. string.rep("=", 20) .. #text
  call.store[1] = { 1.25, true, deep = { -1 } }
  return select("#", table.unpack(list, 1, 5))
end

return {
  api = 1,
  about = "Uses the language.",
  hooks = {
    running = function(call)
      print(xpcall(work, function(e) return tostring(e) end, call))
      kept = call
    end,
    paused = function(call)
      local ok, why = pcall(function() return kept.state end)
      return call:hang_up(string.pack == nil and ok or tostring(why))
    end,
    terminal = function(call)
      work(call)
      goto done
      ::done::
      if call.lost then error({ code = call.now.hour }) end
      if call.error then return call:hold_off("5m", call.error.text) end
      return call:hang_up("x" .. setmetatable({}, meta)(3))
    end,
  },
}
