// The keys of a world.
#include <deque>

#include "engines/simulator/world.h"

namespace lineman::simulator {
namespace {

using Type = OptionType;

// Paths that are put together at start live here as long as the program.
std::string_view Keep(std::string_view prefix, std::string_view key) {
  static std::deque<std::string> kept;
  return kept.emplace_back(std::string(prefix) + "." + std::string(key));
}

using Rows = std::vector<Option>;

// Adds rows below a path: {"ring", ...} below "numbers.*" is "numbers.*.ring".
void Add(Rows& rows, std::string_view prefix, const Rows& below) {
  for (Option row : below) {
    row.path = Keep(prefix, row.path);
    rows.push_back(row);
  }
}

// When something holds.
void AddWhen(Rows& rows, std::string_view prefix) {
  Add(rows, prefix,
      {{"from", Type::kDuration, "0s", "Since the world's start."},
       {"until", Type::kDuration, "", "Since the world's start, not included."},
       {"during", Type::kWeekWindow, "", "A window of the calendar."},
       {"during[]", Type::kWeekWindow, "", "Windows of the calendar, any of them."},
       {"chance", Type::kPercent, "100%", "How often, of the times it could.", "", "0%", "100%"}});
}

// When something strikes.
void AddMoments(Rows& rows, std::string_view prefix) {
  Add(rows, prefix,
      {{"at", Type::kDuration, "", "Once, so long after the world's start."},
       {"at[]", Type::kDuration, "", "Several times after the world's start."},
       {"daily", Type::kTimeOfDay, "", "Every day at this time."},
       {"mean", Type::kDuration, "", "At random, on average so far apart.", "", "1s"}});
  AddWhen(rows, prefix);
}

void AddTop(Rows& rows) {
  const Rows top = {
      {"world", Type::kText, "", "The name of the world.", "", "", "", true},
      {"about", Type::kText, "", "What happens in it, for people."},
      {"start", Type::kLocalTime, "", "What the calendar reads when the world starts."},
      {"timezone", Type::kZone, "UTC", "The zone of its calendar."},
      {"pace", Type::kNumber, "1", "How many times faster than `timing` states pass.", "", "0.1",
       "1000"}};
  rows.insert(rows.end(), top.begin(), top.end());
}

void AddTiming(Rows& rows) {
  const std::string_view least = "0s", most = "10m";
  Add(rows, "timing",
      {{"port", Type::kDuration, "200ms", "Opening the port.", "", least, most},
       {"tones", Type::kDuration, "3s", "Dialling the number.", "", least, most},
       {"ring", Type::kDuration, "6s", "Until somebody picks up.", "", least, most},
       {"no_answer", Type::kDuration, "45s", "Until a call nobody takes is given up.", "", least,
        most},
       {"training", Type::kDuration, "12s", "Until two modems understand each other.", "", least,
        most},
       {"logon", Type::kDuration, "500ms", "Each step of logging on.", "", least, most},
       {"network", Type::kDuration, "700ms", "Each step of setting up the network.", "", least,
        most},
       {"modem_reset", Type::kDuration, "3s", "Hanging up before a callback.", "", least, most},
       {"callback", Type::kDuration, "10s", "Until the server calls back.", "", least, most},
       {"reply", Type::kDuration, "300ms", "From an answer to the next state.", "", least, most},
       {"hang_up", Type::kDuration, "500ms",
        "From hanging up to `disconnected`; forced after 15 s.", "", least, most}});
}

void AddNumbers(Rows& rows) {
  rows.push_back({"numbers.*", Type::kText, "", "What every call to the number comes to."});
  Add(rows, "numbers.*",
      {{"answers", Type::kText, "",
        "What a call comes to: a server, busy, no_answer, no_carrier, no_dialtone, voice, or a "
        "RAS error."},
       {"calls[]", Type::kText, "",
        "What each line's first calls come to; then `answers`, or the last of the list."},
       {"ring", Type::kDuration, "", "Until somebody picks up.", "", "0s", "10m"},
       {"link", Type::kText, "", "The link to the number, else that of the server."}});
  for (const std::string_view troubles : {"numbers.*.troubles[]", "troubles[]"}) {
    Add(rows, troubles,
        {{"outcome", Type::kText, "", "What a call comes to then, as in `answers`.", "", "", "",
          true}});
    AddWhen(rows, troubles);
  }
}

constexpr std::string_view kCallbacks = "none|preset|set_by_caller";

void AddUsers(Rows& rows) {
  constexpr std::string_view users = "servers.*.users.*";
  Add(rows, users,
      {{"password", Type::kText, "", "The right password; without it any will do."},
       {"domain", Type::kText, "", "The domain to give; without it any will do."},
       {"password_expires", Type::kDuration, "", "Since the world's start; 0 means it has."},
       {"change_password", Type::kChoice, "accepted",
        "Of an expired password: what becomes of the new one.", "accepted|refused|not_offered"},
       {"hours", Type::kWeekWindow, "", "When the user may log on."},
       {"hours[]", Type::kWeekWindow, "", "When the user may log on."},
       {"disabled", Type::kFlag, "false", "The account is disabled."},
       {"dial_in", Type::kFlag, "true", "The account may dial in."},
       {"callback", Type::kChoice, "", "Whether the server calls back.", kCallbacks},
       {"callback_numbers[]", Type::kPhone, "", "Numbers the server agrees to call."}});
  AddWhen(rows, Keep(users, "disabled"));
}

void AddServers(Rows& rows) {
  AddUsers(rows);
  Add(rows, "servers.*",
      {{"lockout.after", Type::kInteger, "", "Wrong passwords that lock an account.", "", "1",
        "1000", true},
       {"lockout.within", Type::kDuration, "15m", "The time they are counted in."},
       {"lockout.for", Type::kDuration, "30m", "How long it stays locked."},
       {"lockout.error", Type::kRasError, "authentication_failure", "What a locked user is told."},
       {"retries", Type::kInteger, "0", "How often one call may try other credentials.", "", "0",
        "100"},
       {"callback", Type::kChoice, "none", "Whether the server calls back.", kCallbacks},
       {"prompts[].prompt", Type::kText, "", "What the terminal shows.", "", "", "", true},
       {"prompts[].answer", Type::kText, "", "What it wants to read; without it anything."},
       {"eap[].prompt", Type::kText, "", "What the log-on method asks for.", "", "", "", true},
       {"eap[].answer", Type::kText, "", "What it wants; without it anything."},
       {"ports", Type::kInteger, "", "Calls at the same time; any number without it.", "", "1",
        "100000"},
       {"dial_in_rate.calls", Type::kInteger, "",
        "Calls it takes in a time; any number without it.", "", "1", "1000000", true},
       {"dial_in_rate.per", Type::kDuration, "1s", "The time they are counted in.", "", "1ms"},
       {"when_full", Type::kRasError, "line_busy",
        "What a call comes to when all ports are taken, or calls come too fast."},
       {"devices[]", Type::kText, "", "What is connected one after the other: [modem, pad]."},
       {"multilink", Type::kInteger, "", "Links the connection is made of.", "", "1", "32"},
       {"links_down[]", Type::kInteger, "", "Of them: those that do not come up.", "", "1", "32"},
       {"patience", Type::kDuration, "60s", "How long the server waits for an answer.", "", "1ms"},
       {"dialect", Type::kChoice, "modern", "Which states are shown.",
        "modern|terse|lan_manager|windows_95"},
       {"link", Type::kText, "", "The link callers come by."}});
  constexpr std::string_view refuses = "servers.*.refuses[]";
  Add(rows, refuses,
      {{"error", Type::kRasError, "", "What the caller is told.", "", "", "", true},
       {"in", Type::kState, "", "The state it shows in; by the error without it."},
       {"first", Type::kInteger, "", "Only so many first calls of each line.", "", "1",
        "1000000"}});
  AddWhen(rows, refuses);
}

void AddLinksAndDevices(Rows& rows) {
  AddMoments(rows, "links.*.drops[]");
  Add(rows, "links.*.drops[]",
      {{"after", Type::kDuration, "", "So long after it came up.", "", "1ms"},
       {"error", Type::kRasError, "link_failure", "What the loss is reported as."}});
  AddMoments(rows, "links.*.stalls[]");
  Add(rows, "links.*.stalls[]",
      {{"for", Type::kDuration, "", "How long nothing gets through.", "", "1ms", "", true},
       {"redial_helps", Type::kFlag, "false", "A new call is not stalled any more."}});
  AddMoments(rows, "devices.*.fails[]");
  Add(rows, "devices.*.fails[]",
      {{"for", Type::kDuration, "", "Works again by itself after so long.", "", "1ms"},
       {"error", Type::kRasError, "device_not_ready", "What dials with it come to."}});
  Add(rows, "devices.*",
      {{"repaired_by", Type::kText, "", "Part of the command line that repairs it."},
       {"repair_takes", Type::kDuration, "0s", "From the command to a device that works."}});
}

void AddEvents(Rows& rows) {
  AddMoments(rows, "events[]");
  Add(rows, "events[]",
      {{"power_cut", Type::kDuration, "", "The kiosk is without power for so long."},
       {"suspend", Type::kDuration, "", "The kiosk sleeps for so long."},
       {"clock", Type::kSignedDuration, "", "The kiosk's clock is set so far on, or back."},
       {"network_changed", Type::kFlag, "", "The kiosk is told that its network has changed."},
       {"credentials_changed", Type::kFlag, "", "Somebody put new credentials on the kiosk."},
       {"operator", Type::kChoice, "", "What an operator does.", "up|down|redial"},
       {"profile", Type::kText, "", "The line it is about; all without it."}});
  Add(rows, "expect",
      {{"online.at_least", Type::kPercent, "", "The share of time online.", "", "0%", "100%"},
       {"longest_outage.at_most", Type::kDuration, "", "The longest time not online."},
       {"dials_per_hour_each_number.at_most", Type::kInteger, "", "Dials in any hour.", "", "0"},
       {"fleet_back.at_most", Type::kDuration, "",
        "Of a fleet: until 99 % have been online, once the power is back."},
       {"account_locked", Type::kChoice, "", "No account may be locked.", "never"}});
}

}  // namespace

const OptionTable& WorldTable() {
  static const OptionTable kTable = [] {
    Rows rows;
    AddTop(rows);
    AddTiming(rows);
    AddNumbers(rows);
    AddServers(rows);
    AddLinksAndDevices(rows);
    AddEvents(rows);
    return OptionTable("world", std::move(rows));
  }();
  return kTable;
}

}  // namespace lineman::simulator
