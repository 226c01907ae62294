// An agent of the tests' own: it says what it is told to, and keeps what it was asked.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "control/host.h"
#include "control/status.h"
#include "model/record.h"

namespace lineman {

class HostDouble : public ControlHost {
 public:
  struct Said {
    std::string profile;
    OperatorSays says;
    // Revealed here, for the host's copy goes when it has been used.
    std::string password;
    std::string new_password;
    std::string text;
  };

  AgentStatus Status() override { return status; }

  void History(const HistoryQuery& query,
               std::function<void(Result<std::vector<std::string>>)> done) override {
    queries.push_back(query);
    pending.push_back([this, query, done = std::move(done)] { done(Find(query)); });
    if (!holds_history) Answer();
  }

  Result<Json> Plan(const std::string& profile) override {
    if (plan_trouble.empty()) return Json().Set("profile", profile);
    return Fail(plan_trouble);
  }

  Result<Done> Say(const std::string& profile, const OperatorSays& says) override {
    const auto reveal = [](const std::optional<Secret>& secret) {
      return secret ? secret->Reveal() : std::string();
    };
    said.push_back({profile, says, reveal(says.answer.password), reveal(says.answer.new_password),
                    says.answer.text.value_or("")});
    if (refusal.empty()) return Done{};
    return Fail(refusal);
  }

  ReloadReport Reload() override { return reload; }
  std::string Metrics() override { return "lineman_up 1\n"; }

  // Gives the history that was asked for.
  void Answer() {
    while (!pending.empty()) {
      const std::function<void()> next = std::move(pending.front());
      pending.pop_front();
      next();
    }
  }

  // Makes an entry as the agent would, and keeps it.
  Entry Happen(const std::string& profile, Entry::Kind kind, std::string what) {
    Entry entry;
    entry.sequence = ++last_sequence;
    entry.wall = WallTime(std::chrono::seconds(1'772'438'400)) + Duration(last_sequence);
    entry.profile = profile;
    entry.kind = kind;
    entry.what = std::move(what);
    record.push_back(entry);
    return entry;
  }

  static LineStatus Line(const std::string& profile) {
    LineStatus line;
    line.profile = profile;
    line.engine = "simulator";
    line.line = "online";
    line.next_what = "nothing";
    return line;
  }

  AgentStatus status{
      "0.1.0", 4711, {}, "/etc/lineman/lineman.yaml", {}, {Line("kiosk"), Line("till")}};
  std::vector<Entry> record;
  std::uint64_t last_sequence = 0;
  std::string history_trouble;
  std::string plan_trouble;
  std::string refusal;  // of the operator's word
  ReloadReport reload{true, Json(Json::Array{})};
  std::vector<HistoryQuery> queries;
  std::vector<Said> said;
  bool holds_history = false;  // until Answer
  std::deque<std::function<void()>> pending;

 private:
  Result<std::vector<std::string>> Find(const HistoryQuery& query) const {
    if (!history_trouble.empty()) return Fail(history_trouble);
    std::vector<std::string> found;
    for (const Entry& entry : record) {
      if ((query.profile.empty() || query.profile == entry.profile) &&
          (query.kind.empty() || query.kind == NameOf(entry.kind)) &&
          entry.sequence > query.after && (query.before == 0 || entry.sequence < query.before) &&
          (!query.since || entry.wall >= *query.since)) {
        found.push_back(ToJson(entry).Dump());
      }
    }
    if (std::cmp_greater(found.size(), query.most))
      found.erase(found.begin(), found.end() - query.most);
    return found;
  }
};

}  // namespace lineman
