-- call.store.place: the step taken last in this attempt.
-- call.store.sent: a secret was sent, and the line has not connected since.
-- call.store.refused: how many such attempts there were in a row.

-- The first step after the present place that the prompt matches. Never an earlier one: a server
-- that asks again has refused what it got.
local function next_step(call)
  local prompt = call.prompt or ""
  for place = call.store.place + 1, #call.options.steps do
    local step = call.options.steps[place]
    if prompt:find(step.expect, 1, true) then return step, place end
  end
end

local function text_of(step, call)
  if step.secret then return lineman.secret(step.secret) end
  if not step.send then
    if step.done then return nil end
    return ""
  end
  local text = step.send:gsub("%$USER", function() return call.user end)
  return text
end

---@type lineman.Plugin
return {
  api = 1,
  about = "Answers the server's login dialogue, prompt by prompt.",

  options = {
    steps = {
      type = "list",
      required = true,
      of = {
        type = "table",
        options = {
          expect = { type = "text", required = true, help = "Part of the prompt, as it is." },
          send = { type = "text", help = "What to send; $USER is the user name." },
          secret = { type = "secret", help = "A secret to send, in place of send." },
          done = { type = "flag", help = "Whether this ends the dialogue." },
        },
      },
      help = "The dialogue, in its order; a step may be skipped, but none is taken twice.",
    },
    otherwise = {
      type = "choice",
      choices = { "hang_up", "ask_operator" },
      default = "hang_up",
      help = "What to do at a prompt that matches no step.",
    },
    tries = {
      type = "integer",
      default = "3",
      least = "1",
      most = "10",
      help = "Attempts in a row that sent a secret and did not connect, before it stops.",
    },
  },

  hooks = {
    interactive = function(call)
      if call.pauses == 1 or not call.store.place then call.store.place = 0 end
      local step, place = next_step(call)
      if not step then
        if call.options.otherwise == "ask_operator" then return call:ask_operator() end
        return call:hang_up("no step is left for the prompt " .. (call.prompt or ""):sub(1, 60))
      end
      call.store.place = place
      if step.secret then call.store.sent = true end
      return call:answer { text = text_of(step, call), done = step.done }
    end,

    connected = function(call)
      call.store.sent, call.store.refused = nil, nil
    end,

    disconnected = function(call)
      if not call.store.sent then return end
      call.store.sent = nil
      call.store.refused = (call.store.refused or 0) + 1
      if call.store.refused >= call.options.tries then
        return call:stop(string.format("%d logins in a row led nowhere", call.store.refused))
      end
    end,
  },
}
