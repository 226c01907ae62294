-- Both programs together stay below the usual hook_deadline of 20s.
local PATIENCE = "8s"

-- A handle of the new password; nil when there is none.
local function new_password(options)
  if not options.command then
    return lineman.new_password { length = options.length, alphabet = options.alphabet }
  end
  local made = lineman.run { timeout = PATIENCE, secret = true, table.unpack(options.command) }
  return made.ok and made.secret or nil
end

local function keep(options, password)
  if not options.keep_with then return true end
  return lineman.run { stdin = password, timeout = PATIENCE, table.unpack(options.keep_with) }.ok
end

local function give_up(call, why)
  lineman.log(why)
  if call.options.otherwise == "hang_up" then return call:hang_up(why) end
  return call:ask_operator()
end

local function forget(call)
  call.store.answered = nil
  local undo = call.options.undo_with
  if undo then lineman.start(undo) end
end

---@type lineman.Plugin
return {
  api = 1,
  about = "Answers an expired password with a new one.",

  options = {
    keep_with = {
      type = "command",
      help = "Keeps the new password somewhere else too; reads it on its standard input.",
    },
    undo_with = { type = "command", help = "Undoes that when the server refused the password." },
    command = { type = "command", help = "Prints the new password; without it lineman makes one." },
    length = {
      type = "integer",
      default = "16",
      least = "8",
      most = "64",
      help = "The length of a password that lineman makes.",
    },
    alphabet = { type = "text", help = "The characters it is made of." },
    otherwise = {
      type = "choice",
      choices = { "ask_operator", "hang_up" },
      default = "ask_operator",
      help = "What to do when there is no new password, or it cannot be kept.",
    },
  },

  hooks = {
    password_expired = function(call)
      if call.store.answered then
        forget(call)
        return give_up(call, "the server refused the new password")
      end
      local password = new_password(call.options)
      if not password then return give_up(call, "the command gave no new password") end
      if not keep(call.options, password) then
        return give_up(call, "the new password cannot be kept: it is not sent")
      end
      call.store.answered = true
      return call:answer { new_password = password }
    end,

    connected = function(call)
      call.store.answered = nil
    end,

    disconnected = function(call)
      if not call.store.answered then return end
      if call.error and call.error.cause == "credentials" then return forget(call) end
      call.store.answered = nil
      lineman.log("the line went before the server took or refused the new password")
    end,
  },
}
