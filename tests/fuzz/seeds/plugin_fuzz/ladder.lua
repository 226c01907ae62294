-- with: {steps: {line_busy: [30s, 2m], "691": [1m]}, days: {Sat: ["0190"]}, at_end: stop}
local list = require("list")

return {
  api = 1,
  about = "Waits longer from one failure to the next.",
  options = {
    steps = { type = "map", keys = "error", of = { type = "duration_list" }, help = "Pauses." },
    days = { type = "map", keys = "weekday", of = { type = "phone_list" } },
    at_end = { type = "choice", choices = { "repeat", "stop" }, default = "repeat" },
    most = { type = "integer", default = "3", least = "1", most = "9" },
  },
  hooks = {
    connected = function(call) call.store.row = nil end,
    terminal = function(call)
      local pauses = call.error and call.options.steps[call.error.name]
      if not pauses then return end
      local row = call.store.row or { count = 0, names = list }
      row.count = row.count + 1
      call.store.row = row
      if row.count > #pauses then return call:stop("all are used") end
      return call:redial { after = pauses[row.count], number = "next" }
    end,
  },
}
