-- The pauses that were given for this error, or else for its cause.
local function steps_for(call)
  local by_error = call.options.steps or {}
  local by_cause = call.options.causes or {}
  local name, cause = call.error.name, call.error.cause
  if by_error[name] then return by_error[name], name end
  return by_cause[cause], cause
end

---@type lineman.Plugin
return {
  api = 1,
  about = "Waits longer from one failure to the next, with pauses of its own for each error.",

  options = {
    steps = {
      type = "map",
      keys = "error",
      of = { type = "duration_list" },
      help = "The pauses after the first, second … failure in a row with this error.",
    },
    causes = {
      type = "map",
      keys = "cause",
      of = { type = "duration_list" },
      help = "The same for all errors of a cause that steps does not name.",
    },
    at_end = {
      type = "choice",
      choices = { "repeat", "stop" },
      default = "repeat",
      help = "After the last pause: repeat it, or stop.",
    },
  },

  hooks = {
    connected = function(call)
      call.store.row = nil
    end,

    disconnected = function(call)
      local pauses, what
      if call.error then
        pauses, what = steps_for(call)
      end
      if not pauses or #pauses == 0 then
        call.store.row = nil
        return
      end
      local row = call.store.row or {}
      local count = row.what == what and row.count + 1 or 1
      call.store.row = { what = what, count = count }
      if count > #pauses and call.options.at_end == "stop" then
        return call:stop(string.format("%s: all %d pauses of the ladder are used", what, #pauses))
      end
      return call:redial { after = pauses[math.min(count, #pauses)] }
    end,
  },
}
