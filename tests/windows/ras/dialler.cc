#include "tests/windows/ras/dialler.h"

#include <algorithm>
#include <stdexcept>

#include "engines/rasapi/ras_host.h"

namespace lineman::ras_test {
Dialler::Agent::Agent(const std::string& library) {
  auto host = rasapi::OpenRasHost(library, loop.Post());
  if (!host) throw std::runtime_error(host.error().message);
  engine = std::make_unique<RasapiEngine>(loop, *std::move(host));
}

Dialler::Dialler(const std::string& library)
    : library_(library), agent_(std::make_unique<Agent>(library)) {}

void Dialler::Die() {
  agent_.release();  // NOLINT(bugprone-unused-return-value): see the header
  agent_ = std::make_unique<Agent>(library_);
}

DialRequest RequestFor(const std::string& entry, const std::string& more) {
  DialRequest request;
  request.attempt = 1;
  request.profile = "kiosk";
  request.credentials.user = "kiosk";
  request.credentials.password = Secret("secret");
  Findings findings;
  request.options =
      ParseYamlMapping("{entry: '" + entry + "', settle: 1s" + more + "}", "rasapi", findings);
  EXPECT_FALSE(findings.HasErrors()) << findings.ToString();
  return request;
}

std::string InLetters(std::uint64_t number) {
  std::string letters;
  for (; number > 0; number /= 26) letters += static_cast<char>('a' + number % 26);
  return letters;
}

Dialled::Dialled(Dialler& dialler, const DialRequest& request) : dialler_(dialler) {
  connection_ = dialler.engine().Dial(
      request, [this](const Notification& notification) { heard_.push_back(notification); });
}

std::string Dialled::told() const {
  std::string told;
  for (const Notification& each : heard_) {
    if (!told.empty()) told += ' ';
    told += NameOf(each.state);
    if (each.error != RasError::kNone) told += ":" + NameOf(each.error);
  }
  return told;
}

bool Dialled::Saw(ConnectionState state) const {
  return std::ranges::count(heard_, state, &Notification::state) > 0;
}

bool Dialled::AwaitUp() {
  dialler_.RunUntil([this] { return IsUp() || IsOver(); });
  EXPECT_TRUE(IsUp()) << told();
  return IsUp();
}

bool Dialled::AwaitState(ConnectionState state) {
  dialler_.RunUntil([&] { return Saw(state) || IsOver(); });
  EXPECT_TRUE(Saw(state)) << told();
  return Saw(state);
}

Notification Dialled::AwaitEnd() {
  dialler_.RunUntil([this] { return IsOver(); });
  EXPECT_TRUE(IsOver()) << told();
  return heard_.empty() ? Notification() : heard_.back();
}

}  // namespace lineman::ras_test
