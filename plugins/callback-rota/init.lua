-- The list of today, and the name its turn is kept under.
local function todays(call)
  local weekdays = call.options.weekdays or {}
  local day = call.now.weekday
  if weekdays[day] then return weekdays[day], day end
  return call.options.numbers, "numbers"
end

---@type lineman.Plugin
return {
  api = 1,
  about = "Gives the server the next number of a list each time it asks where to call back.",

  options = {
    numbers = { type = "phone_list", required = true, help = "The numbers to be called back at." },
    weekdays = {
      type = "map",
      keys = "weekday",
      of = { type = "phone_list" },
      help = "Other lists for some days; on a day with an empty one the profile decides.",
    },
  },

  hooks = {
    callback_set_by_caller = function(call)
      local numbers, list = todays(call)
      if #numbers == 0 then return end
      if call.pauses > #numbers then
        return call:hang_up("the server took none of the numbers")
      end
      local turn = (call.store[list] or 0) % #numbers + 1
      call.store[list] = turn
      return call:answer { callback_number = numbers[turn] }
    end,
  },
}
