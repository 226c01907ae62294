-- call.store.rung: where the ladder stands. 0 is the profile's own login, 1 … n are the others,
-- n + 1 means that all are spent.
-- call.store.refused: how often in a row the own login was refused.

-- An own login that is refused again and again no longer comes first: lineman's limit would soon
-- hold every dial that begins with it.
local function lowest(call)
  return (call.store.refused or 0) < call.options.own_tries and 0 or 1
end

local function rung(call)
  return call.store.rung or lowest(call)
end

local function climb(call)
  local now = rung(call)
  if now == 0 then call.store.refused = (call.store.refused or 0) + 1 end
  call.store.rung = math.min(now + 1, #call.options.logins + 1)
end

-- The login to send; nil: the profile's own.
local function login(call)
  local one = call.options.logins[rung(call)]
  if not one then return nil end
  local name = one.domain and one.domain .. "\\" .. one.username or one.username
  lineman.log("logging on as " .. name)
  return { username = name, password = lineman.secret(one.secret) }
end

local function spent(call)
  return rung(call) > #call.options.logins
end

---@type lineman.Plugin
return {
  api = 1,
  about = "Tries other logins after a rejection, each once in a sequence.",

  options = {
    logins = {
      type = "list",
      required = true,
      of = {
        type = "table",
        options = {
          username = { type = "text", required = true, help = "The user name." },
          domain = { type = "text", help = "Its domain; sent as DOMAIN\\username." },
          secret = { type = "secret", required = true, help = "Its password, a name in secrets." },
        },
      },
      help = "The other logins, in the order in which they are tried.",
    },
    own_tries = {
      type = "integer",
      default = "2",
      least = "1",
      most = "10",
      help = "After so many refusals in a row the profile's own login no longer comes first.",
    },
  },

  hooks = {
    before_dial = function(call)
      if call.attempt == 1 then call.store.rung = nil end
      local one = login(call)
      if one then return call:dial_with(one) end
    end,

    retry_authentication = function(call)
      climb(call)
      local one = login(call)
      if one then return call:answer(one) end
    end,

    connected = function(call)
      if rung(call) == 0 or spent(call) then call.store.refused = nil end
      call.store.rung = nil
    end,

    disconnected = function(call)
      local refused = call.error and call.error.cause == "credentials" and not call.lost
      if refused then
        climb(call)
        if spent(call) then return call:stop("every login of the ladder was refused") end
      elseif call.proposed.verdict ~= "redial" then
        return
      end
      local one = login(call)
      if not one then return end
      -- A redial that names no login is held to the tries left to the profile's own.
      if not refused and call.proposed.after then
        one.after = string.format("%.3fs", call.proposed.after)
      end
      return call:redial(one)
    end,
  },
}
