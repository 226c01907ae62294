#include "engines/rasapi/ras_notes.h"

#include <windows.h>

#include <algorithm>
#include <memory>
#include <span>

#include "engines/rasapi/utf16.h"
#include "engines/rasapi/wide.h"

namespace lineman::rasapi {
namespace {

constexpr DWORD kLongestName = 16'383;  // of a value, in characters; "Registry Element Size Limits"

// A volatile one is gone when its user's registry is unloaded, as connections are.
constexpr DWORD HowLong(Keep keep) {
  return keep == Keep::kForGood ? REG_OPTION_NON_VOLATILE : REG_OPTION_VOLATILE;
}

// A key of the registry, made where it is missing; closed when this goes.
class Key {
 public:
  Key(HKEY above, const std::string& path, Keep keep) {
    if (RegCreateKeyExW(above, ToWide(path).c_str(), 0, nullptr, HowLong(keep),
                        KEY_READ | KEY_WRITE, nullptr, &key_, nullptr) != ERROR_SUCCESS)
      key_ = nullptr;
  }
  ~Key() {
    if (key_ != nullptr) RegCloseKey(key_);
  }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;

  HKEY get() const { return key_; }

 private:
  HKEY key_ = nullptr;
};

// The folders come first, each for as long as it is to last: below a volatile key there is nothing
// but volatile ones.
class NotesKey {
 public:
  NotesKey(const std::string& folder, bool is_passing, Keep keep)
      : root_(HKEY_CURRENT_USER, "Software\\lineman", Keep::kForGood),
        folder_(root_.get(), folder, is_passing ? Keep::kUntilShutdown : Keep::kForGood),
        notes_(folder_.get(), keep == Keep::kForGood ? "entries" : "connections",
               is_passing ? Keep::kUntilShutdown : keep) {}

  HKEY get() const { return notes_.get(); }

 private:
  Key root_;
  Key folder_;
  Key notes_;
};

std::string ReadValue(HKEY key, const wchar_t* name) {
  DWORD size = 0;
  if (RegGetValueW(key, nullptr, name, RRF_RT_REG_SZ, nullptr, nullptr, &size) != ERROR_SUCCESS)
    return {};
  std::wstring text(size / sizeof(wchar_t) + 1, L'\0');
  size = static_cast<DWORD>(text.size() * sizeof(wchar_t));
  if (RegGetValueW(key, nullptr, name, RRF_RT_REG_SZ, nullptr, text.data(), &size) != ERROR_SUCCESS)
    return {};
  return FromUtf16(std::span<const wchar_t>(text));
}

}  // namespace

void RasNotes::Save(Keep keep, const std::string& key, const std::string& note) const {
  const NotesKey notes(folder_, is_passing_, keep);
  const std::wstring text = ToWide(note);
  const auto size = static_cast<DWORD>((text.size() + 1) * sizeof(wchar_t));
  if (notes.get() == nullptr) return;
  RegSetValueExW(notes.get(), ToWide(key).c_str(), 0, REG_SZ,
                 reinterpret_cast<const BYTE*>(text.c_str()), size);
}

void RasNotes::Forget(Keep keep, const std::string& key) const {
  const NotesKey notes(folder_, is_passing_, keep);
  if (notes.get() != nullptr) RegDeleteValueW(notes.get(), ToWide(key).c_str());
}

std::vector<std::pair<std::string, std::string>> RasNotes::All(Keep keep) const {
  const NotesKey notes(folder_, is_passing_, keep);
  std::vector<std::pair<std::string, std::string>> all;
  std::wstring name(kLongestName + 1, L'\0');
  for (DWORD index = 0; notes.get() != nullptr; ++index) {
    auto length = static_cast<DWORD>(name.size());
    if (RegEnumValueW(notes.get(), index, name.data(), &length, nullptr, nullptr, nullptr,
                      nullptr) != ERROR_SUCCESS)
      break;
    all.emplace_back(FromUtf16(std::span<const wchar_t>(name.data(), length)),
                     ReadValue(notes.get(), name.c_str()));
  }
  return all;
}

}  // namespace lineman::rasapi
