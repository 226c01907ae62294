#include "app/operator_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "app/machine_clock.h"
#include "app/status_words.h"
#include "app/terminal.h"
#include "model/record.h"

namespace lineman {
namespace {

// Reading a password, asking hooks and committing a dial take no longer, or the line will tell
// later.
constexpr Duration kPatient = std::chrono::seconds(5);

// A dial is on its way, and no limit has had its say yet.
bool IsAboutToDial(const LineStatus& line) {
  return line.wanted && line.next_what == "dial" && !line.next;
}

// Reads what happened, and waits `patience` for a decision. False after a trouble, which is told.
ControlResult<bool> Hear(ControlClient& agent, Duration patience) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point deadline = Clock::now() + patience;
  bool decided = false;
  bool all_well = true;
  for (;;) {
    const auto left = std::chrono::ceil<Duration>(deadline - Clock::now());
    const ControlResult<Json> told =
        agent.Next(decided ? Duration{0} : std::max(Duration{0}, left));
    if (!told && told.error().message.empty()) return all_well;
    if (!told) return tl::unexpected(told.error());
    const Json* json = told->Find("entry");
    const Result<Entry> entry = json == nullptr ? Fail("no entry") : EntryFrom(*json);
    if (!entry) continue;
    decided = decided || entry->kind == Entry::Kind::kDecision;
    if (entry->kind != Entry::Kind::kTrouble) continue;
    all_well = false;
    PrintError(fmt::format("lineman: {}: {}\n", entry->profile, Harmless(Describe(*entry))));
  }
}

}  // namespace

int SayToLine(ControlClient& agent, const std::string& word, Json params) {
  const std::string profile = *params.Find("profile")->AsString();
  Json subscription;
  subscription.Set("profile", profile);
  if (const auto subscribed = agent.Call("subscribe", std::move(subscription)); !subscribed) {
    return TellWhyNot(subscribed.error());
  }
  if (const auto said = agent.Call(word, std::move(params)); !said) return TellWhyNot(said.error());
  bool all_well = true;
  ControlResult<AgentStatus> status = AskStatus(agent, profile);
  if (status && !status->lines.empty()) {
    const bool wait = IsAboutToDial(status->lines.front());
    const ControlResult<bool> heard = Hear(agent, wait ? kPatient : Duration{0});
    if (!heard) return TellWhyNot(heard.error());
    all_well = *heard;
    if (wait) status = AskStatus(agent, profile);
  }
  if (!status) return TellWhyNot(status.error());
  const Onlooker onlooker{Zone::OfThisMachine(), WallNow()};
  for (const LineStatus& line : status->lines) Print(Harmless(Summary(line, onlooker)) + "\n");
  return all_well ? kExitDone : kExitNo;
}

}  // namespace lineman
