#include "tests/windows/ras/double.h"

#include <windows.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "tests/windows/ras_sim/text.h"

namespace lineman::ras_test {

using ras_sim::ToUtf8;
using ras_sim::ToWide;

std::string Beside(const std::string& name) {
  std::wstring path(32768, L'\0');
  path.resize(GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size())));
  return ToUtf8(path.substr(0, path.rfind(L'\\') + 1)) + name;
}

bool IsWine() {
  return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
}

void* FindFunction(const std::string& library, const char* name) {
  // Never freed, so that callbacks under way at the end of a test find it in place.
  const HMODULE module = LoadLibraryW(ToWide(library).c_str());
  if (module == nullptr) throw std::runtime_error(library + " cannot be loaded");
  void* const found = reinterpret_cast<void*>(GetProcAddress(module, name));
  if (found == nullptr) throw std::runtime_error(library + " has no " + name);
  return found;
}

Double::Double(const std::string& world, const std::string& library) : library_(library) {
  std::string trouble(4096, '\0');
  if (Get<ras_sim::PlayFunction>(ras_sim::kPlay)(world.c_str(), trouble.data(), 4096) == 0)
    throw std::runtime_error(trouble);
}

Double::~Double() { Get<ras_sim::PlayFunction>(ras_sim::kPlay)("world: over", nullptr, 0); }

void Double::UsePhoneBook(const char* text) const {
  EXPECT_EQ(Get<ras_sim::PhonebookFunction>(ras_sim::kPhonebook)(text), 1);
}

void Double::Set(const char* name, const std::string& value) const {
  EXPECT_EQ(Get<ras_sim::SetFunction>(ras_sim::kSet)(name, value.c_str()), 1) << name;
}

std::string Double::Breaches() const {
  Get<ras_sim::EndFunction>(ras_sim::kEnd)();
  return Text(ras_sim::kBreaches);
}

std::string Double::Text(const char* function) const {
  const auto give = Get<ras_sim::TextFunction>(function);
  std::string text(give(nullptr, 0), '\0');
  give(text.data(), text.size());
  return text.c_str();
}

testing::AssertionResult IsBreach(const std::string& breaches, int rule) {
  const std::string start = "rule " + std::to_string(rule) + " (";
  std::istringstream lines(breaches);
  bool other = false;
  for (std::string line; std::getline(lines, line);) other = other || !line.starts_with(start);
  if (!breaches.empty() && !other) return testing::AssertionSuccess() << breaches;
  return testing::AssertionFailure() << "not rule " << rule << " alone:\n" << breaches;
}

}  // namespace lineman::ras_test
