#include "rehearsal/fleet_rehearsal.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lineman {
namespace {

constexpr Duration kSecond = std::chrono::seconds(1);
constexpr int kProgressSteps = 400;

// The clock and timers of all, but luck of its own: the chances of a profile are drawn by its name,
// and all kiosks have the same one.
class EnvOfKiosk final : public Env {
 public:
  EnvOfKiosk(Env& world, std::size_t number)
      : world_(world), chance_(world.Chance().Bits("fleet", "kiosk", number)) {}

  Instant Now() const override { return world_.Now(); }
  WallTime Wall() const override { return world_.Wall(); }
  void CallAt(Instant when, std::function<void()> task) override {
    world_.CallAt(when, std::move(task));
  }
  const class Chance& Chance() const override { return chance_; }

 private:
  Env& world_;
  class Chance chance_;
};

// The world's engine under the kiosk's own name, by which the world tells lines apart.
class EngineOfKiosk final : public Engine {
 public:
  EngineOfKiosk(Engine& world, std::string name) : world_(world), name_(std::move(name)) {}

  std::string_view Name() const override { return world_.Name(); }
  Capabilities GetCapabilities() const override { return world_.GetCapabilities(); }
  const OptionTable& Options() const override { return world_.Options(); }
  std::unique_ptr<Connection> Dial(const DialRequest& request,
                                   NotificationHandler handler) override {
    DialRequest own = request;
    own.profile = name_;
    return world_.Dial(own, std::move(handler));
  }
  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done) override {
    world_.Adopt(std::move(found), std::move(done));
  }
  const std::string& kiosk() const { return name_; }

 private:
  Engine& world_;
  std::string name_;
};

}  // namespace

// One kiosk of the fleet, and how it fares.
class FleetRehearsal::Member {
 public:
  Member(FleetRehearsal& fleet, std::size_t number)
      : fleet_(fleet),
        env_(fleet.env_, number),
        engine_(*fleet.simulator_,
                fmt::format("{} {}", fleet.plan_.profiles.front()->name, number + 1)),
        kiosk_({.env = env_,
                .engine = engine_,
                .command_ran =
                    [this](std::string_view line) {
                      fleet_.simulator_->CommandRan(line, engine_.kiosk());
                    },
                .record = [this](const Entry& entry) { Record(entry); }},
               fleet.plan_.profiles, fleet.plan_.plugins) {}

  Kiosk& kiosk() { return kiosk_; }
  Duration wanted() const { return wanted_; }
  Duration online() const { return online_; }
  void PowerOff() {
    kiosk_.PowerOff();
    Become(Being::kUnwanted);
    has_wanted_ = has_been_back_ = false;
  }
  void Pass() {
    const Instant now = env_.Now();
    if (being_ != Being::kUnwanted) wanted_ += now - since_;
    if (being_ == Being::kOnline) online_ += now - since_;
    since_ = now;
  }

 private:
  enum class Being : std::uint8_t { kUnwanted, kOffline, kOnline };

  void Become(Being being) {
    Pass();
    being_ = being;
    if (being != Being::kUnwanted && !std::exchange(has_wanted_, true)) fleet_.ComeToWant();
    if (being == Being::kOnline && !std::exchange(has_been_back_, true)) fleet_.ComeBack();
  }
  void Record(const Entry& entry) {
    if (entry.kind == Entry::Kind::kDecision && entry.what == "dial") return fleet_.Dialled();
    if (entry.kind != Entry::Kind::kLine || entry.what == "hanging_up") return;
    if (entry.what == "idle") return Become(Being::kUnwanted);
    Become(entry.what == "online" ? Being::kOnline : Being::kOffline);
  }

  FleetRehearsal& fleet_;
  EnvOfKiosk env_;
  EngineOfKiosk engine_;
  Kiosk kiosk_;
  Being being_ = Being::kUnwanted;
  bool has_wanted_ = false;     // since the power is back
  bool has_been_back_ = false;  // likewise
  Instant since_;
  Duration wanted_{0};
  Duration online_{0};
};

FleetRehearsal::FleetRehearsal(const RehearsalPlan& plan, std::size_t kiosks)
    : plan_(plan),
      start_wall_(StartOf(plan)),
      env_(start_wall_, plan.seed),
      start_(env_.Now()),
      simulator_(Simulator::OfKiosks(env_, plan.world)) {
  for (std::size_t number = 0; number < kiosks; ++number) {
    members_.push_back(std::make_unique<Member>(*this, number));
  }
}
FleetRehearsal::~FleetRehearsal() = default;

void FleetRehearsal::PowerOn(bool after_power_cut) {
  comebacks_.emplace_back().at = env_.Now() - start_;
  returns_.clear();
  const simulator::Age begun = after_power_cut ? simulator_->age() : simulator::Age{-1};
  const auto each = [this](auto what) {
    for (const auto& member : members_) what(member->kiosk());
  };
  events_ = std::make_unique<WorldEvents>(
      env_, *simulator_,
      WorldEvents::Handlers{
          .tell =
              [each](const std::string& profile, const Happening& what) {
                each([&](Kiosk& kiosk) { kiosk.Tell(profile, what); });
              },
          .power_cut = [this](Duration off_for) { CutPower(off_for); },
          .clock = [this](Duration by) { env_.JumpClock(by); },
          .new_credentials = [each] { each([](Kiosk& kiosk) { kiosk.ChangePasswords(); }); }});
  each([](Kiosk& kiosk) { kiosk.PowerOn(true); });
  events_->Start(begun);
}

// By way of the loop: whoever told of it is part of what goes.
void FleetRehearsal::CutPower(Duration off_for) {
  env_.CallAt(env_.Now(), [this, off_for] {
    if (events_ == nullptr) return;
    events_.reset();
    EndComeback();
    for (const auto& member : members_) member->PowerOff();
    env_.CallAt(env_.Now() + off_for, [this] { PowerOn(true); });
  });
}

void FleetRehearsal::ComeToWant() {
  Comeback& now = comebacks_.back();
  if (now.wanted++ == 0) now.at = env_.Now() - start_;
}

void FleetRehearsal::ComeBack() { returns_.push_back(env_.Now() - start_ - comebacks_.back().at); }

void FleetRehearsal::Dialled() {
  Comeback& now = comebacks_.back();
  ++now.dials;
  const Instant second = start_ + (env_.Now() - start_) / kSecond * kSecond;
  if (second != second_) dials_in_second_ = 0;
  second_ = second;
  now.peak_dials = std::max(now.peak_dials, ++dials_in_second_);
}

void FleetRehearsal::EndComeback() {
  Comeback& last = comebacks_.back();
  last.turned_away =
      simulator_->turned_away() - std::exchange(turned_away_before_, simulator_->turned_away());
  last.back = std::ssize(returns_);
  const auto after = [&](std::int64_t percent) -> std::optional<Duration> {
    const std::int64_t enough = (last.wanted * percent + 99) / 100;
    if (enough == 0 || last.back < enough) return std::nullopt;
    return returns_[static_cast<std::size_t>(enough - 1)];
  };
  last.half = after(50);
  last.most = after(99);
  last.all = after(100);
}

FleetOutcome FleetRehearsal::Run(const std::function<void(double)>& progress) {
  PowerOn(false);
  for (int step = 1; step <= kProgressSteps; ++step) {
    env_.RunUntil(start_ + plan_.span * step / kProgressSteps);
    if (progress) progress(static_cast<double>(step) / kProgressSteps);
  }
  if (events_ != nullptr) EndComeback();
  for (const auto& member : members_) member->Pass();
  return {start_wall_, comebacks_, OnlineShare(), simulator_->account_locks()};
}

std::int64_t FleetRehearsal::OnlineShare() const {
  Duration wanted{0};
  Duration online{0};
  for (const auto& member : members_) {
    wanted += member->wanted();
    online += member->online();
  }
  return wanted == Duration{0} ? 1'000'000 : online.count() * 1'000 / (wanted.count() / 1'000);
}

ProfilePtr ForFleet(const Profile& profile, const simulator::World& world, bool spread) {
  auto copy = std::make_shared<Profile>(profile);
  if (!spread) {
    copy->start_spread = Duration{0};
    copy->backoff.jitter_per_million = 0;
  }
  const auto stalls = [](const simulator::LinkPlan& link) { return !link.stalls.empty(); };
  if (std::ranges::none_of(world.links, stalls)) copy->probes.clear();
  if (copy->password.kind != PasswordSource::Kind::kNone)
    copy->password.kind = PasswordSource::Kind::kLiteral;
  return copy;
}

}  // namespace lineman
