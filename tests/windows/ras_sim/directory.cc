// Worlds, phone books and settings: what is there before anybody dials, and what is left at the
// end.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/windows/ras_sim/ras_double.h"
#include "tests/windows/ras_sim/text.h"

namespace lineman::ras_sim {
namespace {

namespace fs = std::filesystem;

// How long a callback may take when a world begins anew.
constexpr Duration kPatience = std::chrono::seconds(5);

std::string Variable(const wchar_t* name) {
  const wchar_t* const value = _wgetenv(name);
  return value == nullptr ? std::string() : ToUtf8(value);
}

std::optional<std::string> ReadFile(const std::string& path) {
  const fs::path file(ToWide(path));
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Null until the first call. The double's thread runs as long as the process, so the DLL stays.
std::atomic<RasDouble*> the_one = nullptr;

}  // namespace

RasDouble& RasDouble::Get() {
  static RasDouble* const kOne = [] {
    HMODULE self = nullptr;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                       reinterpret_cast<LPCWSTR>(&RasDouble::Get), &self);
    return new RasDouble();
  }();
  the_one = kOne;
  return *kOne;
}

void RasDouble::AtExit() {
  RasDouble* const one = the_one;
  if (one == nullptr) return;
  if (const Lock lock = one->loop_.TryEnter()) one->CheckEnd();
}

RasDouble::RasDouble() : loop_([this](Lock& lock) { Deliver(lock); }) { PlayFromEnvironment(); }

void RasDouble::PlayFromEnvironment() {
  std::string trouble = Play("world: any", "the quiet world");
  if (const std::string path = Variable(L"LINEMAN_RAS_WORLD"); !path.empty()) {
    const std::optional<std::string> yaml = ReadFile(path);
    trouble = yaml ? Play(*yaml, path) : path + " cannot be read";
  }
  const std::string book = Variable(L"LINEMAN_RAS_PHONEBOOK");
  if (!book.empty() && !UsePhoneBook(ReadFile(book).value_or("unreadable")))
    trouble += book + " is no phone book";
  if (trouble.empty()) return;
  std::fprintf(stderr, "ras_sim: %s\n", trouble.c_str());
  settings_.service_missing = true;
}

std::string RasDouble::Play(const std::string& yaml, const std::string& file) {
  Findings findings;
  const YamlPtr root = ParseYamlMapping(yaml, file, findings);
  std::optional<simulator::World> world =
      root ? simulator::LoadWorld(root, findings) : std::nullopt;
  if (!world) return findings.ToString();
  Lock lock = loop_.Enter();
  const auto in_callback = [this] {
    return std::ranges::any_of(connections_, [](const auto& each) { return each->in_callback; });
  };
  loop_.Await(lock, kPatience, [&] { return !in_callback(); });
  Clear();
  simulator_ = std::make_unique<Simulator>(loop_, *std::move(world));
  return {};
}

void RasDouble::Clear() {
  connections_.clear();
  letters_.clear();
  watchers_.clear();
  identities_.clear();
  dials_.clear();
  breaches_.Clear();
  settings_ = {};
  books_.clear();
  books_.emplace("", PhoneBook(true));
}

bool RasDouble::UsePhoneBook(const std::string& text) {
  std::optional<PhoneBook> book = PhoneBook::Read(text);
  const Lock lock = loop_.Enter();
  if (book) books_.insert_or_assign("", *std::move(book));
  return book.has_value();
}

bool RasDouble::Set(const std::string& name, const std::string& value) {
  const Lock lock = loop_.Enter();
  if (name != "up" && name != "dialling") return ras_sim::Set(settings_, name, value);
  DialCall dial;
  dial.params.entry = value;
  Entry* entry = nullptr;
  if (FindEntry("", value, entry) != 0) return false;
  dial.params.user = entry->user.value_or("");
  dial.params.password = entry->password.value_or("");
  const ConnectionPtr made = Make(dial, entry);
  made->by_caller = false;
  if (name == "up") Begin(made);  // it comes up as the world has it
  return true;
}

void RasDouble::End() {
  const Lock lock = loop_.Enter();
  CheckEnd();
}

void RasDouble::CheckEnd() {
  for (const ConnectionPtr& each : connections_) {
    if (!each->by_caller || each->hung_up || each->known_as_gone) continue;
    Blame(Rule::kHangUpAlways, fmt::format("'{}' was never hung up: {} of its dials are left",
                                           each->dial.params.entry, each->references));
  }
  for (std::size_t left = identities_.size(); left > 0; --left)
    Blame(Rule::kEapIdentity, "RasFreeEapUserIdentity was not called");
  identities_.clear();
}

int RasDouble::living() {
  const Lock lock = loop_.Enter();
  const auto connections = std::ranges::count_if(connections_, [](const ConnectionPtr& each) {
    return each->by_caller && !each->hung_up && !each->known_as_gone;
  });
  return static_cast<int>(connections) + static_cast<int>(identities_.size());
}

std::string RasDouble::breaches() {
  const Lock lock = loop_.Enter();
  return breaches_.ToString();
}

std::string RasDouble::dials() {
  const Lock lock = loop_.Enter();
  return dials_;
}

DWORD RasDouble::FindBook(const std::string& path, PhoneBook*& found) {
  const std::string key = path == kDefaultBook ? std::string() : path;
  if (const auto known = books_.find(key); known != books_.end()) {
    found = &known->second;
    return 0;
  }
  const std::optional<std::string> text = ReadFile(path);
  if (!text) return kCannotOpenPhonebook;
  std::optional<PhoneBook> book = PhoneBook::Read(*text);
  if (!book) return kCannotLoadPhonebook;
  found = &books_.emplace(path, *std::move(book)).first->second;
  return 0;
}

DWORD RasDouble::FindEntry(const std::string& phonebook, const std::string& name, Entry*& found) {
  PhoneBook* book = nullptr;
  if (const DWORD error = FindBook(phonebook, book)) return error;
  found = book->Find(name);
  return found == nullptr ? kNoSuchEntry : 0;
}

void RasDouble::IdentityFreed(const void* identity) {
  if (std::erase(identities_, identity) == 0)
    Blame(Rule::kEapIdentity, "RasFreeEapUserIdentity of what RasGetEapUserIdentity never gave");
}

}  // namespace lineman::ras_sim
