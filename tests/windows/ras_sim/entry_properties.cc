#include "tests/windows/ras_sim/entry_properties.h"

#include <algorithm>
#include <cstring>

#include "tests/windows/ras_sim/text.h"

namespace lineman::ras_sim {
namespace {

// The numbers, each with its zero, and one more zero at the end.
std::string AlternatesOf(const Entry& entry) {
  std::wstring all;
  for (const std::string& number : entry.alternates) all += ToWide(number) + L'\0';
  if (!all.empty()) all += L'\0';
  return {reinterpret_cast<const char*>(all.data()), all.size() * sizeof(wchar_t)};
}

std::vector<std::string> ReadAlternates(std::string_view bytes) {
  std::wstring all(bytes.size() / sizeof(wchar_t), L'\0');
  std::memcpy(all.data(), bytes.data(), all.size() * sizeof(wchar_t));
  std::vector<std::string> numbers;
  for (std::wstring_view rest = all; !rest.empty() && rest.front() != L'\0';) {
    const std::size_t end = std::min(rest.find(L'\0'), rest.size());
    numbers.push_back(ToUtf8(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return numbers;
}

}  // namespace

std::string PropertiesOf(const Entry& entry, DWORD version) {
  RASENTRYW fixed = {};
  std::memcpy(&fixed, entry.properties.data(), std::min(entry.properties.size(), sizeof fixed));
  fixed.dwSize = version;
  Put(fixed.szLocalPhoneNumber, entry.number);
  fixed.dwfOptions2 &= ~static_cast<DWORD>(RASEO2_ReconnectIfDropped);
  if (entry.own_redial) fixed.dwfOptions2 |= RASEO2_ReconnectIfDropped;
  const std::string alternates = AlternatesOf(entry);
  fixed.dwAlternateOffset = alternates.empty() ? 0 : version;
  std::string all(version, '\0');
  std::memcpy(all.data(), &fixed, sizeof fixed);
  return all + alternates;
}

void SetProperties(Entry& entry, std::string_view all) {
  RASENTRYW fixed = {};
  std::memcpy(&fixed, all.data(), sizeof fixed);
  entry.properties = all.substr(0, sizeof fixed);
  entry.number = TextIn(fixed.szLocalPhoneNumber);
  entry.own_redial = (fixed.dwfOptions2 & RASEO2_ReconnectIfDropped) != 0;
  entry.alternates.clear();
  if (fixed.dwAlternateOffset != 0 && fixed.dwAlternateOffset < all.size())
    entry.alternates = ReadAlternates(all.substr(fixed.dwAlternateOffset));
}

}  // namespace lineman::ras_sim
