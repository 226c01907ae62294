// Any bytes as a plugin: no crash, no hang, and the same bytes do the same.
//
// A first line that begins with "-- with: " is what a profile gives the plugin, as YAML.
#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/load_plugins.h"
#include "rehearsal/virtual_env.h"

namespace {

using namespace lineman;  // all of the file is about it

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kWith = "-- with: ";
constexpr int kMostReplies = 3;  // to the hooks of one occasion
constexpr LineId kLine = 7;

void Require(bool holds) {
  if (!holds) std::abort();
}

// Every plugin is the text; it has one module besides.
FindPlugin Finder(std::string_view text) {
  return [text](const std::string& /*name*/) -> Result<PluginFolder> {
    return PluginFolder{"plugins/fuzz", [text](const std::string& file) -> Result<std::string> {
                          if (file == "init.lua") return std::string(text);
                          if (file == "list.lua") return "return { 'a', 'b' }";
                          return Fail("there is no " + file);
                        }};
  };
}

std::shared_ptr<const PluginSet> Load(std::string_view text, Findings& findings) {
  YamlPtr with;
  if (text.starts_with(kWith)) {
    const std::string_view line = text.substr(kWith.size(), text.find('\n') - kWith.size());
    Findings of_yaml;  // what is no YAML never gets as far as a plugin
    with = ParseYamlMapping(line, "kiosk.yaml", of_yaml);
  }
  PluginUse use{"fuzz", with, {"/bin/lamp"}, {}};
  const PluginUser kiosk{"kiosk", Zone(), {"backup"}, {std::move(use)}};
  return PluginSet::Load({kiosk}, Finder(text), findings);
}

Occasion Of(Occurrence occurrence, ConnectionState state, RasError error = RasError::kNone) {
  Occasion occasion;
  occasion.occurrence = occurrence;
  occasion.profile = "kiosk";
  occasion.wall = WallTime(seconds(1'772'438'400));
  occasion.state = state;
  occasion.error = error;
  occasion.attempt = 2;
  occasion.number = "0100";
  occasion.user = "kiosk";
  occasion.pauses = GroupOf(state) == StateGroup::kPaused ? 1 : 0;
  occasion.last = LastAttempt{RasError::kLineBusy, "0200", minutes(3)};
  CountOf(occasion.failures, Cause::kLine) = 2;
  if (state == ConnectionState::kInteractive) occasion.detail = "login: ";
  if (state == ConnectionState::kDisconnected) {
    occasion.failed_in = ConnectionState::kAuthenticate;
    occasion.was_connected = error == RasError::kLinkFailure;
    occasion.online_for = occasion.was_connected ? Duration(90'500) : Duration(0);
  }
  return occasion;
}

const std::vector<Occasion>& Occasions() {
  using O = Occurrence;
  using S = ConnectionState;
  static const std::vector<Occasion> kOccasions = {
      Of(O::kBeforeDial, S::kOpenPort),
      Of(O::kRunning, S::kConnectDevice),
      Of(O::kPaused, S::kCallbackSetByCaller),
      Of(O::kPaused, S::kInteractive),
      Of(O::kPaused, S::kRetryAuthentication, RasError::kAuthenticationFailure),
      Of(O::kPaused, S::kPasswordExpired, RasError::kPasswdExpired),
      Of(O::kConnected, S::kConnected),
      Of(O::kDisconnected, S::kDisconnected, RasError::kLineBusy),
      Of(O::kDisconnected, S::kDisconnected, RasError::kAuthenticationFailure),
      Of(O::kDisconnected, S::kDisconnected, RasError::kLinkFailure),
  };
  return kOccasions;
}

Decision ProposedFor(const Occasion& occasion) {
  Decision proposed;
  if (occasion.error == RasError::kLineBusy) proposed.verdict = Redial{seconds(30), {}, {}, {}, {}};
  if (occasion.error == RasError::kAuthenticationFailure) proposed.verdict = Stop{"it is refused"};
  proposed.Because({}, "budget line: 2 of 10 spent");
  return proposed;
}

// The world's answer; `turn` tells the good one from the others.
HookReply ReplyTo(const HookRequest& request, const std::string& secret, int turn) {
  HookReply reply;
  reply.job = request.job;
  if (std::holds_alternative<RunProgram>(request.what)) {
    static const std::array<ProgramEnd, 3> kEnds = {
        {{0, "done\nand done", ""}, {3, "", ""}, {{}, "half of", "ended at its timeout"}}};
    reply.what = kEnds.at(static_cast<std::size_t>(turn) % kEnds.size());
  } else if (std::holds_alternative<Sleep>(request.what)) {
    reply.what = Done{};
  } else {
    reply.what = turn == 1 ? Result<Secret>(Fail("the secret cannot be read"))
                           : Result<Secret>(Secret(secret));
  }
  return reply;
}

// A life of one line, told in a text.
class Life {
 public:
  Life(std::shared_ptr<const PluginSet> plugins, std::string secret)
      : plugins_(std::move(plugins)),
        secret_(std::move(secret)),
        hooks_(MakeHooks(env_, nullptr)) {}

  void Begin() { hooks_->Use(plugins_); }

  // `round` varies how it ends for a hook that waits for too long.
  void Meet(const Occasion& occasion, int round) {
    HookOutput output;
    Tell(hooks_->Start(kLine, occasion, ProposedFor(occasion), output), output);
    for (int turn = 0; turn < kMostReplies && output.running; ++turn) {
      const HookRequest request = Waiting(output);
      output = {};
      Tell(hooks_->Resume(kLine, ReplyTo(request, secret_, turn + round), output), output);
    }
    if (!output.running) return;
    if (round == 0) {
      output = {};
      Tell(hooks_->Expire(kLine, output), output);
      Require(!output.running);
    } else if (occasion.state == ConnectionState::kInteractive) {
      hooks_->Cancel(kLine);
    }  // else the next occasion ends it, or the end of everything
  }

  const std::string& told() const { return told_; }

 private:
  // Of the only hook there is.
  static HookRequest Waiting(const HookOutput& output) {
    for (const HookRequest& request : output.requests) {
      if (request.job != 0) return request;
    }
    std::abort();  // it waits and has asked for nothing
  }

  void Tell(const std::optional<HookOutcome>& outcome, const HookOutput& output) {
    Require(outcome.has_value() != output.running);
    if (outcome && outcome->verdict) told_ += Describe(*outcome->verdict) + "\n";
    if (outcome) {
      for (const Reason& reason : outcome->reasons) told_ += reason.text + "\n";
    }
    for (const Entry& entry : output.entries) {
      told_ += fmt::format("{}\n{}\n", Describe(entry), fmt::join(entry.why, "\n"));
    }
    for (const PluginFact& change : output.changes) told_ += change.text + "\n";
    for (const HookRequest& request : output.requests) {
      told_ += fmt::format("asks {} {}\n", request.job, request.what.index());
    }
    Require(told_.find(secret_) == std::string::npos);
  }

  VirtualEnv env_{WallTime(seconds(1'772'438'400)), 1};
  std::shared_ptr<const PluginSet> plugins_;
  std::string secret_;
  std::unique_ptr<LuaHooks> hooks_;
  std::string told_;
};

std::string Run(std::string_view text) {
  Findings findings;
  std::shared_ptr<const PluginSet> plugins = Load(text, findings);
  Require((plugins == nullptr) == findings.HasErrors());
  if (plugins == nullptr) return findings.ToString();
  // A secret that the text cannot hold itself.
  Life life(std::move(plugins), fmt::format("hush-{:016x}", std::hash<std::string_view>{}(text)));
  for (const int round : {0, 1}) {
    life.Begin();  // as a reload does: what was set aside runs again
    for (const Occasion& occasion : Occasions()) life.Meet(occasion, round);
  }
  return life.told();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Require(Run(text) == Run(text));
  return 0;
}
