---@meta
-- For editors (lua-language-server): completion and checks for lineman's plugins.
-- Made by `lineman schema --lua`; do not edit.

---A verdict: what a hook returns.
---@class lineman.Verdict

---A password that can be handed on, never read.
---@class lineman.Secret

---@class lineman.Error
---@field code integer
---@field name string "line_busy"
---@field cause string "line", "server", "credentials", …
---@field text string

---@class lineman.Proposed
---@field verdict string "redial", "stop", "continue", …
---@field by string "policy", "rule busy"
---@field after number? seconds
---@field number string? "next", "same", "first" or a number
---@field why string

---@class lineman.Last
---@field error lineman.Error?
---@field number string
---@field online_for number seconds

---@class lineman.Now
---@field epoch integer
---@field year integer
---@field month integer
---@field day integer
---@field hour integer
---@field min integer
---@field weekday "Mon"|"Tue"|"Wed"|"Thu"|"Fri"|"Sat"|"Sun"

---@class lineman.Answer
---@field callback_number string? "" for none
---@field username string?
---@field domain string?
---@field password (lineman.Secret|string)?
---@field new_password (lineman.Secret|string)?
---@field text (lineman.Secret|string)?
---@field done boolean?

---@class lineman.Dial
---@field number string? "next", "same", "first" or a number
---@field username string?
---@field domain string?
---@field password (lineman.Secret|string)?

---@class lineman.Redial: lineman.Dial
---@field after string? "30s"

---@class lineman.Range
---@field at_least (integer|string)?
---@field less_than (integer|string)?

---@class lineman.When
---@field error (string|string[])?
---@field cause (string|string[])?
---@field state (string|string[])?
---@field lost boolean?
---@field number (string|string[])?
---@field attempt (integer|integer[]|lineman.Range)?
---@field online_for lineman.Range?
---@field between (string|string[])?

---@class lineman.Program
---@field [integer] string the program and its arguments
---@field stdin (lineman.Secret|string)?
---@field timeout string? "20s"
---@field secret boolean? what it prints is a secret

---@class lineman.Ended
---@field ok boolean
---@field status integer?
---@field output string?
---@field secret lineman.Secret?
---@field trouble string?

---@class lineman.NewPassword
---@field length integer?
---@field alphabet string?

---@class lineman.Option
---@field type string
---@field required boolean?
---@field default (string|number|boolean)?
---@field help string?
---@field least (string|number)?
---@field most (string|number)?
---@field choices string[]?
---@field keys "weekday"|"error"|"cause"|nil
---@field options table<string, lineman.Option>?
---@field of lineman.Option?

---@alias lineman.Hook fun(call: lineman.Call): lineman.Verdict?

---@class lineman.Plugin
---@field api 1
---@field about string
---@field options table<string, lineman.Option>?
---@field hooks lineman.Hooks

---@class lineman.Hooks
---@field open_port lineman.Hook?
---@field port_opened lineman.Hook?
---@field connect_device lineman.Hook?
---@field device_connected lineman.Hook?
---@field all_devices_connected lineman.Hook?
---@field authenticate lineman.Hook?
---@field auth_notify lineman.Hook?
---@field auth_retry lineman.Hook?
---@field auth_callback lineman.Hook?
---@field auth_change_password lineman.Hook?
---@field auth_project lineman.Hook?
---@field auth_link_speed lineman.Hook?
---@field auth_ack lineman.Hook?
---@field re_authenticate lineman.Hook?
---@field authenticated lineman.Hook?
---@field prepare_for_callback lineman.Hook?
---@field wait_for_modem_reset lineman.Hook?
---@field wait_for_callback lineman.Hook?
---@field projected lineman.Hook?
---@field start_authentication lineman.Hook?
---@field callback_complete lineman.Hook?
---@field logon_network lineman.Hook?
---@field sub_entry_connected lineman.Hook?
---@field sub_entry_disconnected lineman.Hook?
---@field apply_settings lineman.Hook?
---@field interactive lineman.Hook?
---@field retry_authentication lineman.Hook?
---@field callback_set_by_caller lineman.Hook?
---@field password_expired lineman.Hook?
---@field invoke_eap_ui lineman.Hook?
---@field connected lineman.Hook?
---@field disconnected lineman.Hook?
---@field running lineman.Hook?
---@field paused lineman.Hook?
---@field terminal lineman.Hook?
---@field before_dial lineman.Hook?

---What a hook is told. Read-only; tables in it are copies.
---@class lineman.Call
---@field profile string The profile's name.
---@field user string? The user name that is logged on with.
---@field number string? The number dialled; in before_dial the one due.
---@field attempt integer Which attempt of the sequence this is, from 1.
---@field state string The connection state, or before_dial.
---@field group "running"|"paused"|"terminal"|"before_dial" The state's group.
---@field error lineman.Error? What went wrong in this state; nil when nothing did.
---@field failed_in string? disconnected: the state that had the error.
---@field lost boolean disconnected: it was online and fell.
---@field online_for number Seconds online in this attempt.
---@field prompt string? interactive, invoke_eap_ui: what the server wrote.
---@field pauses integer paused: how often this attempt has paused in this state.
---@field proposed lineman.Proposed What policy would do.
---@field failures table<string, integer> Failures of this sequence by cause.
---@field last lineman.Last? How the attempt before ended.
---@field now lineman.Now The time in the profile's zone.
---@field options table What the profile gives under `with`.
---@field store table Durable, for this kiosk, profile and use of the plugin.
---@field probe boolean This dial is a slow probe of an open circuit.
local Call = {}

---paused: gives what the server asks.
---@param answer lineman.Answer
---@return lineman.Verdict
function Call:answer(answer) end

---paused: a person may answer until the deadline.
---@return lineman.Verdict
function Call:ask_operator() end

---before_dial: dials now, with these.
---@param dial? lineman.Dial
---@return lineman.Verdict
function Call:dial_with(dial) end

---running, paused, connected: ends the attempt.
---@param why string
---@return lineman.Verdict
function Call:hang_up(why) end

---disconnected, before_dial: no dial for so long.
---@param duration string
---@param why? string
---@return lineman.Verdict
function Call:hold_off(duration, why) end

---Whether a rule with this `when` would match.
---@param when lineman.When
---@return boolean
function Call:matches(when) end

---disconnected: dials again.
---@param redial? lineman.Redial
---@return lineman.Verdict
function Call:redial(redial) end

---disconnected: opens the circuit.
---@param why string
---@return lineman.Verdict
function Call:stop(why) end

---@class lineman
---@field api 1
lineman = {}

---One line in the log and on the record.
---@param text string
function lineman.log(text) end

---A password nobody can guess. Waits.
---@param wanted? lineman.NewPassword
---@return lineman.Secret
function lineman.new_password(wanted) end

---Runs a program that the profile allows. Waits.
---@param program lineman.Program
---@return lineman.Ended
function lineman.run(program) end

---"5m" is 300.
---@param duration string
---@return number
function lineman.seconds(duration) end

---A secret of the profile. Waits.
---@param name string
---@return lineman.Secret
function lineman.secret(name) end

---Waits.
---@param duration string
function lineman.sleep(duration) end

---Queues a program; nothing comes back.
---@param program lineman.Program
function lineman.start(program) end
