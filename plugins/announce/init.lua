local function announce(call, command, event)
  if not command then return end
  local line = { table.unpack(command) }
  table.insert(line, call.profile)
  table.insert(line, event)
  table.insert(line, call.error and call.error.name or "none")
  lineman.start(line)
end

---@type lineman.Plugin
return {
  api = 1,
  about = "Starts a command when a line connects, is lost or stops.",

  options = {
    on_connect = { type = "command", help = "Started when the line is up." },
    on_loss = { type = "command", help = "Started when a line that was up fell." },
    on_stop = { type = "command", help = "Started once when timed retries end." },
  },

  hooks = {
    connected = function(call)
      call.store.stopped = nil
      announce(call, call.options.on_connect, "connect")
    end,

    disconnected = function(call)
      if call.lost then announce(call, call.options.on_loss, "loss") end
      if call.proposed.verdict ~= "stop" then
        call.store.stopped = nil
      elseif not call.store.stopped then
        call.store.stopped = true -- each slow probe that fails proposes to stop again
        announce(call, call.options.on_stop, "stop")
      end
    end,
  },
}
