-- One misdeed for each call. A hook that fails leaves nothing in its store, but this variable is
-- kept until the plugin is loaded again.
local turn = 0

local misdeeds = {
  function()
    while true do end
  end,
  function() return string.rep("x", 1000000000) end,
  function(call) return #call.nonsense end,
  function() return io.open("/etc/passwd") end,
  function(call) return call:redial { after = "0s" } end,
}

---@type lineman.Plugin
return {
  api = 1,
  about = "Misbehaves in a new way at each dial, to show that the line does not care.",
  hooks = {
    open_port = function(call)
      turn = turn % #misdeeds + 1
      return misdeeds[turn](call)
    end,
  },
}
