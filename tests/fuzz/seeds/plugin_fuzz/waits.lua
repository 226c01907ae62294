-- with: {command: [/bin/lamp, red], backup: backup}
return {
  api = 1,
  about = "Asks for all there is.",
  options = {
    command = { type = "command", required = true },
    backup = { type = "secret" },
  },
  hooks = {
    before_dial = function(call)
      local ok, secret = pcall(lineman.secret, call.options.backup)
      if not ok then return call:hold_off("1m", secret) end
      return call:dial_with { number = "first", username = "a", domain = "B", password = secret }
    end,
    running = function(call) lineman.start(call.options.command) end,
    password_expired = function(call)
      local password = lineman.new_password { length = 12, alphabet = "abc" }
      local kept = lineman.run { stdin = password, timeout = "8s", table.unpack(call.options.command) }
      if not kept.ok then return call:ask_operator() end
      return call:answer { new_password = password }
    end,
    interactive = function(call)
      lineman.sleep("2s")
      if call.prompt:find("login:", 1, true) then
        return call:answer { text = call.user .. "\r", done = true }
      end
      return call:answer { text = lineman.secret("backup") }
    end,
    retry_authentication = function(call)
      local made = lineman.run { secret = true, call.options.command[1] }
      lineman.log(tostring(made.status) .. tostring(made.secret))
      return call:answer { username = "b", password = made.secret }
    end,
    disconnected = function(call)
      if call:matches { error = { "line_busy", 678 }, attempt = { at_least = 2 } } then
        return call:redial { after = "90s", number = "0200" }
      end
    end,
  },
}
