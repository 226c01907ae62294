#include "tests/bench/fleet.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "rehearsal/usual_states.h"
#include "tests/bench/measure.h"

namespace lineman::bench {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

// 2026-03-02T08:00Z, a Monday.
constexpr WallTime kStart{seconds(1'772'438'400)};

std::vector<ProfilePtr> ProfilesLike(const Profile& model, std::size_t count) {
  std::vector<ProfilePtr> profiles;
  for (std::size_t i = 0; i < count; ++i) {
    auto profile = std::make_shared<Profile>(model);
    profile->name = fmt::format("kiosk-{}", i);
    profile->user = profile->name;
    for (std::string& number : profile->numbers) number += fmt::format("{:05}", i);
    profiles.push_back(std::move(profile));
  }
  return profiles;
}

}  // namespace

Fleet::Fleet(const Profile& model, std::size_t lines, Store* store)
    : env_(kStart, 1),
      store_(env_, store),
      engine_(env_, [](const std::string&, const Answer&) {}),
      driver_({.env = env_,
               .store = store_,
               .hooks = hooks_,
               .secrets = secrets_,
               .vault = vault_,
               .programs = programs_,
               .prober = prober_,
               .engine = [this](const std::string&) { return &engine_; },
               .record =
                   [this](const Entry& entry) {
                     ++entries_;
                     if (watcher_) watcher_(entry);
                   }},
              {}) {
  driver_.Start(ProfilesLike(model, lines), false);
  Tick(seconds(30));
}

void Fleet::Notify(LineId line, ConnectionState state, RasError error) {
  Notification notification;
  notification.attempt = driver_.pipeline().slot(line).line.attempt().value().id;
  notification.state = state;
  notification.error = error;
  driver_.Post({line, notification});
}

Spent Fleet::PlayHalfDay() {
  Spent spent;
  const auto notify = [&](LineId line, ConnectionState state, RasError error = RasError::kNone) {
    Notify(line, state, error);
    ++spent.notifications;
  };
  const auto pass = [&](Duration span) { spent.following += CpuSecondsOf([&] { Tick(span); }); };
  spent.handling += CpuSecondsOf([&] {
    for (LineId line = 0; line < size(); line += 4) {
      notify(line, ConnectionState::kOpenPort, RasError::kPortNotAvailable);
      notify(line, ConnectionState::kDisconnected, RasError::kPortNotAvailable);
    }
  });
  pass(seconds(30));
  spent.handling += CpuSecondsOf([&] {
    for (const ConnectionState state : UsualWayTo(ConnectionState::kConnected)) {
      for (LineId line = 0; line < size(); ++line) notify(line, state);
    }
  });
  pass(hours(12));
  spent.handling += CpuSecondsOf([&] {
    for (LineId line = 0; line < size(); ++line) {
      notify(line, ConnectionState::kDisconnected, RasError::kLinkFailure);
    }
  });
  pass(seconds(30));
  return spent;
}

}  // namespace lineman::bench
