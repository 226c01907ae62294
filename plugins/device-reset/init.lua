-- Whether the last reset is long enough ago. A clock that was set back must not forbid resets for
-- years, so a reset in the future counts as long ago.
local function is_rested(call)
  local last = call.store.reset_at
  if not last then return true end
  local since = call.now.epoch - last
  return since < 0 or since >= lineman.seconds(call.options.apart)
end

---@type lineman.Plugin
return {
  api = 1,
  about = "Resets the modem or adapter after several device errors in a row.",

  options = {
    command = { type = "command", required = true, help = "Resets the device." },
    after_errors = {
      type = "integer",
      default = "3",
      least = "1",
      most = "100",
      help = "How many attempts in a row must fail with cause device.",
    },
    apart = { type = "duration", default = "30m", help = "The least time between two resets." },
    settle = {
      type = "duration",
      default = "40s",
      help = "The pause from the end of the attempt to the next dial, the command included.",
    },
    timeout = {
      type = "duration",
      default = "15s",
      most = "9m",
      help = "How long the command may take; less than hook_deadline.",
    },
  },

  hooks = {
    connected = function(call)
      call.store.errors = nil
    end,

    disconnected = function(call)
      if not call.error or call.error.cause ~= "device" then
        call.store.errors = nil
        return
      end
      local errors = (call.store.errors or 0) + 1
      call.store.errors = errors
      if errors < call.options.after_errors or not is_rested(call) then return end

      call.store.reset_at = call.now.epoch
      call.store.errors = nil
      local options = call.options
      local reset = lineman.run { timeout = options.timeout, table.unpack(options.command) }
      if not reset.ok then
        lineman.log("the reset of the device failed")
        return
      end
      lineman.log(string.format("the device was reset after %d errors", errors))
      return call:redial { after = options.settle }
    end,
  },
}
