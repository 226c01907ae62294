#include "tray/desk.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utc.h"

namespace lineman {
namespace {

bool Has(const Json& hello, std::string_view right) {
  const Json::Array* may = hello.FindArray("may");
  return may != nullptr && std::any_of(may->begin(), may->end(), [&](const Json& item) {
           return item.AsString() != nullptr && *item.AsString() == right;
         });
}

// A day has no more pages than that, unless the line redials without any rest.
constexpr int kMostPages = 20;

bool HasMore(const Json& page) {
  const bool* more = page.FindBool("more");
  return more != nullptr && *more;
}

}  // namespace

Desk::Desk(Face& face, std::function<Instant()> now, std::function<void()> send)
    : face_(face),
      now_(std::move(now)),
      send_(std::move(send)),
      view_(AwayView(NameOf(Sign::kAway))) {}

void Desk::Connected() {
  asking_ = changed_ = false;
  conversation_ =
      std::make_unique<Conversation>([this](const std::string& method, const Json& params) {
        if (method == "missed" || params.Find("entry") != nullptr) Hear();
      });
  Call("hello", Json().Set("protocol", kControlProtocol), [this](const ControlResult<Json>& hello) {
    if (hello) {
      TakeHello(*hello);
    } else if (hello.error().kind != ControlError::Kind::kNoAgent) {
      refusal_ = {"%1", {hello.error().message}};
    }
  });
  Call("subscribe", {}, [](const ControlResult<Json>&) {});
  AskStatus();
}

void Desk::Disconnected(const Phrase& why) {
  if (conversation_ != nullptr) {
    // Callbacks may look at the desk: it has no connection any more.
    const std::unique_ptr<Conversation> broken = std::move(conversation_);
    broken->Break({ControlError::Kind::kNoAgent, 0, "lineman is not running", {}});
  }
  forms_.clear();
  pauses_.clear();
  status_ = {};
  view_ = AwayView(refusal_.IsEmpty() ? why : refusal_);
  face_.Changed();
}

bool Desk::Feed(std::string_view bytes) {
  return conversation_ != nullptr && conversation_->Feed(bytes);
}

std::string Desk::TakeOutput() {
  return conversation_ == nullptr ? std::string() : conversation_->TakeOutput();
}

std::optional<Instant> Desk::Deadline() const {
  if (conversation_ == nullptr) return std::nullopt;
  std::optional<Instant> deadline = conversation_->Deadline();
  for (const SeenPause& pause : pauses_) {
    const Instant settles = pause.at + kGrace;
    if (!pause.is_shown && (!deadline || settles < *deadline)) deadline = settles;
  }
  return deadline;
}

void Desk::Call(const std::string& method, Json params, Conversation::Heard heard) {
  conversation_->Call(method, std::move(params), now_(), std::move(heard));
  send_();
}

// Several things at once are one change.
void Desk::Hear() {
  if (asking_) {
    changed_ = true;
  } else {
    AskStatus();
  }
}

void Desk::AskStatus() {
  asking_ = true;
  changed_ = false;
  Call("status", {}, [this](const ControlResult<Json>& status) {
    asking_ = false;
    if (!status) return;
    TakeStatus(*status);
    if (changed_) AskStatus();
  });
}

void Desk::TakeHello(const Json& hello) {
  refusal_ = {};
  rights_ = {.look = Has(hello, "look"), .act = Has(hello, "act")};
}

void Desk::TakeStatus(const Json& json) {
  Result<AgentStatus> status = AgentStatusFrom(json);
  if (!status) return;
  status_ = *std::move(status);
  NotePauses();
  Show();
}

// A pause that was there before keeps its age.
void Desk::NotePauses() {
  std::vector<SeenPause> seen;
  for (const LineStatus& line : status_.lines) {
    std::optional<PauseForm> form = FormOf(line);
    if (!form) continue;
    const auto before = std::find_if(pauses_.begin(), pauses_.end(), [&](const SeenPause& pause) {
      return pause.form.IsSamePause(*form);
    });
    const bool is_new = before == pauses_.end();
    seen.push_back({*std::move(form), is_new ? now_() : before->at, !is_new && before->is_shown});
  }
  pauses_ = std::move(seen);
}

void Desk::Show() {
  view_ = ViewOf(status_, rights_);
  forms_.clear();
  AgentStatus settled = status_;
  for (SeenPause& pause : pauses_) {
    pause.is_shown = pause.is_shown || now_() >= pause.at + kGrace;
    if (pause.is_shown) {
      if (rights_.act) forms_.push_back(pause.form);
      continue;
    }
    for (LineStatus& line : settled.lines) {
      if (line.profile == pause.form.profile) line.pause.reset();
    }
  }
  face_.Changed();
  for (const Notice& notice : notifier_.Look(settled)) face_.Tell(notice);
}

bool Desk::Tick() {
  if (conversation_ == nullptr) return true;
  const std::optional<Instant> overdue = conversation_->Deadline();
  if (overdue && now_() >= *overdue) return false;
  Show();
  return true;
}

void Desk::Say(const std::string& word, const std::string& profile) {
  if (conversation_ == nullptr) return;
  Call(word, Json().Set("profile", profile), [this, profile](const ControlResult<Json>& said) {
    if (!said) face_.Refuse(profile, said.error().message);
  });
}

void Desk::Answer(Json params, std::function<void(const std::string&)> done) {
  if (conversation_ == nullptr) return WipeTexts(params);
  Call("answer", std::move(params), [done = std::move(done)](const ControlResult<Json>& said) {
    done(said ? std::string() : said.error().message);
  });
}

void Desk::AskDay(const std::string& profile, WallTime since,
                  std::function<void(const DayRecord&)> done) {
  const auto query = [&profile](const char* kind) {
    return Json().Set("profile", profile).Set("kind", kind);
  };
  AskPages({query("line"),
            since,
            {},
            0,
            [this, decisions = query("decision"), since,
             done = std::move(done)](std::vector<Entry> lines) {
              AskPages({decisions,
                        since,
                        {},
                        0,
                        [lines = std::move(lines), done](std::vector<Entry> decided) {
                          done({lines, std::move(decided)});
                        }});
            }});
}

// One page after the other, from the latest back, until one reaches to before `since`.
void Desk::AskPages(Pages pages) {
  if (conversation_ == nullptr) return;
  const Json query = pages.query;
  Call("events", query, [this, pages = std::move(pages)](const ControlResult<Json>& page) {
    if (!page) return;
    Pages more = pages;
    std::vector<Entry> older = EntriesOf(*page);
    const bool ends = older.empty() || !HasMore(*page) || older.front().wall <= more.since ||
                      ++more.asked == kMostPages;
    older.insert(older.end(), std::make_move_iterator(more.entries.begin()),
                 std::make_move_iterator(more.entries.end()));
    more.entries = std::move(older);
    if (ends) return more.done(std::move(more.entries));
    more.query.Set("before", static_cast<std::int64_t>(more.entries.front().sequence));
    AskPages(std::move(more));
  });
}

}  // namespace lineman
