// Every connection state, through the whole pipeline: the shipped world of all states, played by
// the double, and a plugin that hooks each state and answers each pause.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "engines/rasapi/rasapi.h"
#include "model/memory_store.h"
#include "pipeline/load_plugins.h"
#include "policy/settings.h"
#include "rehearsal/quiet_ports.h"
#include "tests/windows/ras/dialler.h"

namespace lineman::ras_test {
namespace {

using std::chrono::minutes;

constexpr int kNumbers = 12;  // of the world, each with a way of its own

std::string ShippedWorld() {
  std::ifstream in(LINEMAN_SOURCE_DIR "/config/worlds/every-state.yaml");
  return {std::istreambuf_iterator<char>(in), {}};
}

// Says in each hook which it is.
std::string Witness() {
  const std::map<ConnectionState, std::string> answers = {
      {ConnectionState::kInteractive, "done = true"},
      {ConnectionState::kRetryAuthentication, "username = 'kiosk-17', password = 'another-secret'"},
      {ConnectionState::kCallbackSetByCaller, "callback_number = '555 0190'"},
      {ConnectionState::kPasswordExpired, "new_password = 'renewed'"},
      {ConnectionState::kInvokeEapUi, "text = ''"}};
  std::string hooks;
  for (const StateInfo& info : AllStates()) {
    const auto answer = answers.find(info.state);
    hooks += fmt::format(
        "{} = function(call) lineman.log('hook {}') {} end,\n", info.name, info.name,
        answer == answers.end() ? "" : fmt::format("return call:answer {{ {} }}", answer->second));
  }
  return "return { api = 1, about = 'Was there.', hooks = {\n" + hooks + "} }\n";
}

class KioskSecrets final : public SecretReader {
 public:
  void Fetch(const Profile& profile,
             std::function<void(Credentials, std::string trouble)> done) override {
    done({profile.user, profile.domain, Secret("demo-secret"), 1}, "");
  }
  void FetchNamed(const Profile& /*profile*/, const std::string& name,
                  std::function<void(Result<Secret>)> done) override {
    done(MadeUpSecret(name));
  }
  Result<Secret> Make(const MakePassword& /*wanted*/) override { return Fail("no passwords"); }
};

// Each line has a login of its own, so that none waits for what another one learns of it.
ProfilePtr MakeProfile(int number) {
  static const std::array<EngineOptions, 1> kEngines = {{{"rasapi", &rasapi::RasapiOptionTable()}}};
  static const OptionTable kTable = MakeProfileTable(kEngines);
  const std::string yaml = fmt::format(
      "{{profile: line-{0}, engine: rasapi, rasapi: {{entry: line {0}, settle: 1s}}, user: "
      "kiosk-17, domain: LINE{0}, password: {{file: /s}}, retry: {{start_spread: 0s}}, plugins: "
      "[{{use: "
      "witness}}]}}",
      number);
  Findings findings;
  const YamlPtr root = ParseYamlMapping(yaml, "line.yaml", findings);
  const ReadFile read = [](const std::string& path) -> Result<std::string> { return Fail(path); };
  std::optional<Profile> profile =
      root ? LoadInlineProfile(root, "line.yaml", {&kTable, read, nullptr, Zone()}, findings)
           : std::nullopt;
  if (!profile) throw std::runtime_error(findings.ToString());
  return std::make_shared<const Profile>(*std::move(profile));
}

// An agent as far as it decides: the real pipeline, engine and plugin.
class Kiosk {
 public:
  Kiosk() {
    std::string entries;
    for (int number = 1; number <= kNumbers; ++number) {
      entries += fmt::format("[line {0}]\nPhoneNumber=555 {0:04}\n", number);
      profiles_.push_back(MakeProfile(number));
    }
    ras_.UsePhoneBook(entries.c_str());
    Findings findings;
    const FindPlugin find = [](const std::string&) -> Result<PluginFolder> {
      return PluginFolder{"witness",
                          [](const std::string&) { return Result<std::string>(Witness()); }};
    };
    hooks_ = MakeHooks(dialler_.loop(), LoadPlugins(profiles_, find, findings));
    EXPECT_EQ(findings.ToString(), "");
    DriverPorts ports{.env = dialler_.loop(),
                      .store = store_,
                      .hooks = *hooks_,
                      .secrets = secrets_,
                      .vault = vault_,
                      .programs = programs_,
                      .prober = prober_,
                      .engine = [this](const std::string&) { return &dialler_.engine(); },
                      .record = [this](const Entry& entry) { Keep(entry); }};
    driver_ = std::make_unique<Driver>(std::move(ports), PipelineOptions{});
  }

  // Each line comes up once; then all are taken down.
  void Live() {
    driver_->Start(profiles_, false);
    EXPECT_TRUE(dialler_.RunUntil([this] { return up_.size() == kNumbers; }, minutes(1)))
        << "only " << up_.size() << " lines came up\n"
        << story_;
    driver_->PostToAll(
        OperatorSays{.word = OperatorSays::Word::kDown, .how_long = {}, .answer = {}});
    EXPECT_TRUE(dialler_.RunUntil([this] { return driver_->AllIdle(); }, minutes(1)));
    EXPECT_TRUE(dialler_.RunUntil([this] { return ras_.Living() == 0; }));
  }

  const std::set<std::string>& notified() const { return notified_; }
  const std::set<std::string>& hooked() const { return hooked_; }
  std::string Breaches() const { return ras_.Breaches(); }

 private:
  void Keep(const lineman::Entry& entry) {
    story_ += ToJson(entry).Dump() + "\n";
    if (entry.kind == Entry::Kind::kNotification) notified_.insert(entry.what);
    if (entry.kind == Entry::Kind::kNotification && entry.what == "connected")
      up_.insert(entry.profile);
    if (entry.what == "log" && entry.detail.starts_with("hook "))
      hooked_.insert(entry.detail.substr(5));
  }

  Double ras_{ShippedWorld()};
  Dialler dialler_{ras_.library()};
  MemoryStore store_{dialler_.loop()};
  std::unique_ptr<LuaHooks> hooks_;
  KioskSecrets secrets_;
  MemoryVault vault_;
  PretendedPrograms programs_;
  TrustingProber prober_;
  std::vector<ProfilePtr> profiles_;
  std::unique_ptr<Driver> driver_;
  std::set<std::string> notified_;
  std::set<std::string> hooked_;
  std::set<std::string> up_;
  std::string story_;
};

TEST(States, EachIsReachedAndRunsItsHook) {
  Kiosk kiosk;
  kiosk.Live();
  std::size_t seen = 0;
  for (const StateInfo& info : AllStates()) {
    const std::string name(info.name);
    EXPECT_TRUE(kiosk.notified().contains(name)) << name;
    EXPECT_TRUE(kiosk.hooked().contains(name)) << name;
    if (!kiosk.notified().contains(name) || !kiosk.hooked().contains(name)) continue;
    ++seen;
    std::cout << "reached: " << name << '\n';
  }
  std::cout << fmt::format("states seen on rasapi: {} of {}\n", seen, AllStates().size());
  EXPECT_EQ(kiosk.Breaches(), "");
}

}  // namespace
}  // namespace lineman::ras_test
