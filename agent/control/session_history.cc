// The calls of a session that read the history: events, why, subscribe.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "base/utc.h"
#include "control/session.h"

namespace lineman {
namespace {

constexpr int kMostEntries = 1000;
// Room for the entries of one reply; what else it says is far smaller than the rest of kMostReply.
constexpr std::size_t kMostEntryBytes = kMostReply / 2;

HistoryQuery QueryFrom(const Json& params) {
  HistoryQuery query;
  query.profile = TextOf(params, "profile");
  query.kind = TextOf(params, "kind");
  query.after = NumberOf(params, "after", 0);
  query.before = NumberOf(params, "before", 0);
  if (params.Find("since") != nullptr) query.since = *ParseUtc(TextOf(params, "since"));
  query.most = static_cast<int>(
      std::min<std::uint64_t>(NumberOf(params, "most", kMostEntries), kMostEntries));
  return query;
}

// Leaves the latest that fit into a reply; whether some had to go.
bool LeaveWhatFits(std::vector<std::string>& entries, int most) {
  std::size_t room = kMostEntryBytes;
  std::size_t kept = 0;
  while (kept < entries.size() && std::cmp_less(kept, most)) {
    const std::size_t size = entries[entries.size() - kept - 1].size() + 1;
    if (size > room) break;
    room -= size;
    ++kept;
  }
  const std::size_t gone = entries.size() - kept;
  entries.erase(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(gone));
  return gone > 0;
}

std::uint64_t SequenceOf(const std::string& entry) {
  const Result<Json> json = ParseJson(entry);
  const std::int64_t* sequence = json ? json->FindInteger("sequence") : nullptr;
  return sequence == nullptr ? 0 : static_cast<std::uint64_t>(*sequence);
}

std::optional<Fault> CheckKind(const std::string& kind) {
  if (FindEntryKind(kind)) return std::nullopt;
  return Fault{
      ControlCode::kInvalidParams, "'kind' is notification, decision, line, event or trouble", {}};
}

}  // namespace

void Session::Ask(const HistoryQuery& query, const Message& message,
                  std::function<void(std::vector<std::string>, bool)> then) {
  waiting_ = true;
  // One more than is wanted tells whether there are more.
  HistoryQuery wider = query;
  ++wider.most;
  host_.History(wider, [session = weak_from_this(), most = query.most, id = message.id,
                        wanted = message.wants_answer, then = std::move(then)](Entries entries) {
    const std::shared_ptr<Session> self = session.lock();
    if (self == nullptr) return;
    self->waiting_ = false;
    if (entries) {
      const bool more = LeaveWhatFits(*entries, most);
      then(*std::move(entries), more);
    } else {
      self->subscription_.reset();
      self->Answer(id, wanted,
                   tl::unexpected(Fault{ControlCode::kUnavailable, entries.error().message, {}}));
    }
    self->roused_();
  });
}

void Session::Events(const Message& message) {
  const HistoryQuery query = QueryFrom(message.params);
  if (!query.kind.empty()) {
    if (std::optional<Fault> fault = CheckKind(query.kind))
      return Answer(message.id, message.wants_answer, tl::unexpected(*std::move(fault)));
  }
  Ask(query, message,
      [this, id = message.id, wanted = message.wants_answer, profile = query.profile](
          const std::vector<std::string>& entries, bool more) {
        // The history may know a profile that the agent has no more.
        if (entries.empty() && !profile.empty()) {
          if (const auto line = FindLine(profile, host_); !line)
            return Answer(id, wanted, tl::unexpected(line.error()));
        }
        Say(id, wanted,
            RawResultLine(id,
                          fmt::format(R"({{"entries":{},"more":{}}})", RawArray(entries), more)));
      });
}

void Session::Why(const Message& message) {
  HistoryQuery query;
  query.profile = TextOf(message.params, "profile");
  query.kind = NameOf(Entry::Kind::kDecision);
  query.most = TruthOf(message.params, "all") ? kMostEntries : 1;
  if (const auto line = FindLine(query.profile, host_); !line)
    return Answer(message.id, message.wants_answer, tl::unexpected(line.error()));
  Ask(query, message,
      [this, id = message.id, wanted = message.wants_answer, profile = query.profile](
          const std::vector<std::string>& entries, bool more) {
        const auto line = FindLine(profile, host_);
        if (!line) return Answer(id, wanted, tl::unexpected(line.error()));
        Say(id, wanted,
            RawResultLine(id, fmt::format(R"({{"line":{},"decisions":{},"more":{}}})",
                                          ToJson(*line).Dump(), RawArray(entries), more)));
      });
}

void Session::Subscribe(const Message& message) {
  HistoryQuery query = QueryFrom(message.params);
  std::optional<Fault> fault;
  if (!query.kind.empty()) fault = CheckKind(query.kind);
  if (!query.profile.empty()) {
    if (const auto line = FindLine(query.profile, host_); !line) fault = line.error();
  }
  if (fault) return Answer(message.id, message.wants_answer, tl::unexpected(*std::move(fault)));
  const auto tell = [this, id = message.id, wanted = message.wants_answer](
                        const std::vector<std::string>& entries, bool more) {
    Say(id, wanted,
        RawResultLine(id, fmt::format(R"({{"subscribed":true,"missed":{},"more":{}}})",
                                      entries.size(), more)));
    const std::uint64_t last = entries.empty() ? 0 : SequenceOf(entries.back());
    if (subscription_) subscription_->CatchUp(entries, last, output_);
  };
  const bool catches_up = message.params.Find("after") != nullptr;
  subscription_.emplace(query.profile, query.kind, catches_up);
  if (!catches_up) return tell({}, false);
  Ask(query, message, tell);
}

}  // namespace lineman
