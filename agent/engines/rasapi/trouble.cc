#include "engines/rasapi/trouble.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engines/rasapi/utf16.h"

namespace lineman::rasapi {
namespace {

// RAS's own, then Win32's: of functions that are not there, libraries, services and RPC.
constexpr std::array<std::uint32_t, 13> kServiceTroubles = {
    711, 1, 120, 126, 127, 1058, 1060, 1062, 1068, 1075, 1717, 1722, 1753};

// In UTF-16 units without the zero behind them: ras.h and lmcons.h.
struct Field {
  std::string_view name;
  const std::string& text;
  std::size_t most;
};

}  // namespace

std::string CannotBeUsed(std::string_view why) {
  return fmt::format(
      "RAS cannot be used here: {}; start the service RasMan (as administrator: \"sc start "
      "RasMan\"), or install it where it is missing",
      why);
}

bool IsServiceTrouble(RasError error) {
  return std::ranges::count(kServiceTroubles, static_cast<std::uint32_t>(error)) > 0;
}

std::string Explain(RasError error, std::string_view words, std::string_view why) {
  if (IsServiceTrouble(error)) {
    if (!why.empty()) return CannotBeUsed(why);
    return CannotBeUsed(words.empty() ? DescribeError(error) : words);
  }
  std::string text(FindInfo(error) == nullptr ? words : "");
  if (!text.empty() && !why.empty()) text += "; ";
  return text.append(why);
}

Result<Done> CheckOrder(const DialOrder& order) {
  constexpr std::size_t kName = 256;
  constexpr std::size_t kNumber = 128;
  constexpr std::size_t kDomain = 15;
  const std::string none;
  const std::array fields = {
      Field{"entry", order.entry.name, kName},
      Field{"number", order.number, kNumber},
      Field{"callback number", order.callback_number, kNumber},
      Field{"user", order.user, kName},
      Field{"domain", order.domain, kDomain},
      Field{"password", order.password.IsSet() ? order.password.Reveal() : none, kName},
  };
  for (const Field& field : fields) {
    if (Utf16Length(field.text) <= field.most) continue;
    return Fail(fmt::format("the {} is longer than the {} characters that RAS takes{}", field.name,
                            field.most,
                            field.name == "domain" ? "; write the user as NAME@DOMAIN" : ""));
  }
  return Done{};
}

}  // namespace lineman::rasapi
