#include "pipeline/driver.h"

#include <fmt/format.h>

#include <map>
#include <unordered_map>
#include <utility>

namespace lineman {
Driver::Driver(DriverPorts ports, PipelineOptions options)
    : ports_(std::move(ports)), pipeline_(ports_.env, ports_.hooks, options) {}

Driver::~Driver() = default;

std::function<void()> Driver::Guarded(std::function<void()> task) const {
  return [alive = std::weak_ptr<bool>(alive_), task = std::move(task)] {
    if (!alive.expired()) task();
  };
}

void Driver::Start(const std::vector<ProfilePtr>& profiles, bool after_power_up,
                   const std::function<void()>& started) {
  Result<Durable> durable = ports_.store.Load();
  if (durable) {
    recorded_ = durable->recorded;
    pipeline_.Restore(*std::move(durable));
  } else {
    pipeline_.RecordIsLost(durable.error().message);
  }
  std::map<Engine*, std::vector<LineId>> by_engine;
  for (const ProfilePtr& profile : profiles) {
    const LineId line = pipeline_.AddLine(profile);
    connections_.emplace_back();
    by_engine[EngineOf(line)].push_back(line);
  }
  if (by_engine.empty() && started) return started();
  const auto left = std::make_shared<std::size_t>(by_engine.size());
  for (auto& [engine, of_engine] : by_engine) {
    const auto start_lines = [this, lines = std::move(of_engine), after_power_up, left, started] {
      for (const LineId line : lines) StartLine(line, after_power_up);
      if (--*left == 0 && started) started();
    };
    if (engine != nullptr) {
      AdoptFrom(*engine, start_lines);
    } else {
      start_lines();
    }
  }
}

void Driver::AdoptFrom(Engine& engine, std::function<void()> start_lines) {
  engine.Adopt(
      [this, &engine,
       alive = std::weak_ptr<bool>(alive_)](AdoptedConnection found) -> NotificationHandler {
        const auto nobody = [](const Notification&) {};
        if (alive.expired()) return nobody;
        const std::optional<LineId> line = pipeline_.Find(found.profile);
        // Nobody's any more, or one too many: destroying the connection hangs it up.
        if (!line || EngineOf(*line) != &engine || pipeline_.slot(*line).line.attempt()) {
          return nobody;
        }
        Post({*line, Adopted{std::make_shared<AdoptedConnection>(std::move(found))}});
        return HandlerOf(*line);
      },
      Guarded(std::move(start_lines)));
}

void Driver::StartLine(LineId line, bool after_power_up) {
  if (EngineOf(line) == nullptr) {
    Entry entry;
    entry.kind = Entry::Kind::kTrouble;
    entry.profile = pipeline_.slot(line).profile->name;
    entry.what = "engine";
    entry.detail = fmt::format("{} is not part of this build: the line cannot dial",
                               pipeline_.slot(line).profile->engine);
    entry.at = ports_.env.Now();
    entry.wall = ports_.env.Wall();
    Perform(line, entry);
    return;
  }
  Post({line, Started{after_power_up}});
}

void Driver::Reload(const std::vector<ProfilePtr>& profiles) {
  std::unordered_map<std::string, ProfilePtr> by_name;
  for (const ProfilePtr& profile : profiles) by_name[profile->name] = profile;
  for (LineId line = 0; line < pipeline_.size(); ++line) {
    const Slot& slot = pipeline_.slot(line);
    const auto now = by_name.find(slot.profile->name);
    if (now == by_name.end()) {
      if (!slot.leaving) Post({line, ShutDown{}});
      continue;
    }
    const bool had_engine = EngineOf(line) != nullptr;
    const bool changed = slot.leaving || now->second->fingerprint != slot.profile->fingerprint;
    if (changed) pipeline_.ReplaceProfile(line, now->second);
    if (had_engine || EngineOf(line) == nullptr) {
      Post({line, ProfileReloaded{changed}});
    } else {
      StartLine(line, false);
    }
  }
  for (const ProfilePtr& profile : profiles) {
    if (pipeline_.Find(profile->name)) continue;
    const LineId line = pipeline_.AddLine(profile);
    connections_.emplace_back();
    StartLine(line, false);
  }
}

void Driver::Post(Event event) {
  queue_.push_back(std::move(event));
  if (draining_) return;
  draining_ = true;
  while (!queue_.empty()) {
    const Event next = std::move(queue_.front());
    queue_.pop_front();
    for (Action& action : pipeline_.Step(next)) {
      std::visit([&](auto& what) { Perform(action.line, what); }, action.what);
    }
    if (!pipeline_.slot(next.line).line.attempt() && connections_[next.line] != nullptr) {
      // The engine may still be inside the connection's code: let it go on a later turn.
      std::shared_ptr<Connection> ended = std::move(connections_[next.line]);
      ports_.env.CallAt(ports_.env.Now(), [ended = std::move(ended)] {});
    }
  }
  draining_ = false;
}

void Driver::PostToAll(const Happening& what) {
  for (LineId line = 0; line < pipeline_.size(); ++line) Post({line, what});
}

void Driver::PostTo(const std::string& profile, const Happening& what) {
  if (profile.empty()) return PostToAll(what);
  if (const auto line = Find(profile)) Post({*line, what});
}

bool Driver::AllIdle() const {
  for (LineId line = 0; line < pipeline_.size(); ++line) {
    if (pipeline_.slot(line).line.state() != LineState::kIdle) return false;
  }
  return true;
}

Engine* Driver::EngineOf(LineId line) const {
  return ports_.engine(pipeline_.slot(line).profile->engine);
}

NotificationHandler Driver::HandlerOf(LineId line) {
  return [this, alive = std::weak_ptr<bool>(alive_), line](const Notification& notification) {
    if (!alive.expired()) Post({line, notification});
  };
}

void Driver::Perform(LineId line, DialNow& dial) {
  Engine* engine = EngineOf(line);
  if (engine != nullptr) {
    connections_[line] = engine->Dial(dial.request, HandlerOf(line));
    return;
  }
  // A reload may name an engine that is not there.
  Notification failed;
  failed.attempt = dial.request.attempt;
  failed.state = ConnectionState::kDisconnected;
  failed.error = RasError::kDeviceNotReady;
  failed.detail = pipeline_.slot(line).profile->engine + " is not part of this build";
  queue_.push_back({line, failed});
}

void Driver::Perform(LineId line, TakeOver& take_over) {
  connections_[line] = std::move(take_over.connection->connection);
}

void Driver::Perform(LineId line, AnswerNow& answer) {
  if (connections_[line] == nullptr) return;
  const Result<Done> carried = connections_[line]->Answer(answer.answer);
  if (!carried) queue_.push_back({line, AnswerRefused{carried.error().message}});
}

void Driver::Perform(LineId line, HangUpNow& /*hang_up*/) {
  if (connections_[line] != nullptr) connections_[line]->HangUp();
}

void Driver::Perform(LineId line, ArmTimer& timer) {
  ports_.env.CallAt(timer.at, Guarded([this, line, timer] {
                      Post({line, TimerDue{timer.kind, timer.index}});
                    }));
}

void Driver::Perform(LineId line, CommitNow& commit) {
  if (commit.ticket == 0 && commit.change.IsEmpty()) return;
  ports_.store.Commit(std::move(commit.change), [this, alive = std::weak_ptr<bool>(alive_), line,
                                                 ticket = commit.ticket](const Result<Done>& done) {
    if (alive.expired() || (ticket == 0 && done)) return;
    Committed committed{ticket, std::nullopt};
    if (!done) committed.error = done.error();
    Post({line, committed});
  });
}

void Driver::Perform(LineId line, FetchSecret& fetch) {
  const Profile& profile = *pipeline_.slot(line).profile;
  if (fetch.staged) {
    SecretFetched fetched{fetch.ticket, {profile.user, profile.domain, {}, 0}, ""};
    if (Result<Secret> password = ports_.vault.Staged(profile.name)) {
      fetched.credentials.password = *std::move(password);
    } else {
      fetched.trouble = password.error().message;
    }
    queue_.push_back({line, std::move(fetched)});
    return;
  }
  ports_.secrets.Fetch(
      profile, [this, alive = std::weak_ptr<bool>(alive_), line, name = profile.name,
                ticket = fetch.ticket](Credentials credentials, std::string trouble) {
        if (alive.expired()) return;
        if (auto current = ports_.vault.Current(name, credentials.version)) {
          credentials.password = *std::move(current);
        }
        Post({line, SecretFetched{ticket, std::move(credentials), std::move(trouble)}});
      });
}

void Driver::Perform(LineId line, StagePassword& stage) {
  const Slot& slot = pipeline_.slot(line);
  const Result<Done> kept =
      ports_.vault.Stage(slot.profile->name, slot.line.facts().version, stage.password);
  queue_.push_back({line, PasswordStaged{stage.ticket, kept ? "" : kept.error().message}});
}

void Driver::Perform(LineId line, SettlePassword& settle) {
  const Result<Done> kept = ports_.vault.Settle(pipeline_.slot(line).profile->name, settle.is_new);
  queue_.push_back({line, PasswordSettled{settle.is_new, kept ? "" : kept.error().message}});
}

void Driver::Perform(LineId line, ProbeNow& probe) {
  if (connections_[line] == nullptr) return;
  const auto& probes = pipeline_.slot(line).profile->probes;
  const AttemptId attempt = pipeline_.slot(line).line.attempt()->id;
  ports_.prober.Probe(
      probes[static_cast<std::size_t>(probe.index)], connections_[line]->Status(),
      [this, alive = std::weak_ptr<bool>(alive_), line, attempt, index = probe.index](bool passed) {
        if (alive.expired()) return;
        // A result that comes late says nothing about the next link.
        const auto& now = pipeline_.slot(line).line.attempt();
        if (now && now->id == attempt) Post({line, ProbeResult{index, passed}});
      });
}

template <typename What>
std::function<void(What)> Driver::ReplyTo(LineId line, HookJob job) {
  return [this, alive = std::weak_ptr<bool>(alive_), line, job](What what) {
    if (!alive.expired() && job != 0) Post({line, HookReply{job, std::move(what)}});
  };
}

void Driver::Perform(LineId line, HookRequest& request) {
  const Profile& profile = *pipeline_.slot(line).profile;
  if (const auto* sleep = std::get_if<Sleep>(&request.what)) {
    const auto reply = ReplyTo<Done>(line, request.job);
    ports_.env.CallAt(ports_.env.Now() + sleep->span, [reply] { reply(Done{}); });
  } else if (const auto* program = std::get_if<RunProgram>(&request.what)) {
    ports_.programs.Run(profile.name, *program, ReplyTo<ProgramEnd>(line, request.job));
  } else if (const auto* secret = std::get_if<ReadSecret>(&request.what)) {
    ports_.secrets.FetchNamed(profile, secret->name, ReplyTo<Result<Secret>>(line, request.job));
  } else if (const auto* wanted = std::get_if<MakePassword>(&request.what)) {
    ReplyTo<Result<Secret>>(line, request.job)(ports_.secrets.Make(*wanted));
  }
}

void Driver::Perform(LineId /*line*/, Tell& tell) { queue_.push_back(std::move(tell.event)); }

void Driver::Perform(LineId /*line*/, Entry& entry) {
  entry.sequence = ++recorded_;
  if (ports_.record) ports_.record(entry);
  ports_.store.Remember(std::move(entry));
}

}  // namespace lineman
