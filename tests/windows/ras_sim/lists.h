// How RAS fills the lists of its enumerations.
#pragma once

#include <cstddef>
#include <cstring>

#include "tests/windows/ras_sim/ras_double.h"

namespace lineman::ras_sim {

// `items` has room for *bytes, and the dwSize of its first item says how large each is. `fill`
// takes an item and what belongs into it. With too little room, or none, *bytes says what it takes.
template <typename Item, typename Range, typename Fill>
DWORD FillList(RasDouble& ras, const char* function, std::span<const DWORD> sizes, Item* items,
               DWORD* bytes, DWORD* count, const Range& from, Fill fill) {
  if (bytes == nullptr || count == nullptr) {
    ras.Blame(Rule::kReserved, std::string(function) + " without a place for its size or count");
    return kInvalidParameter;
  }
  if (items != nullptr && !ras.CheckSize(items->dwSize, sizes, function)) return kInvalidSize;
  const DWORD each = items == nullptr ? static_cast<DWORD>(sizeof(Item)) : items->dwSize;
  const DWORD room = items == nullptr ? 0 : *bytes;
  *count = static_cast<DWORD>(from.size());
  *bytes = *count * each;
  if (room < *bytes) return kBufferTooSmall;
  auto* at = reinterpret_cast<std::byte*>(items);
  for (const auto& what : from) {
    std::memset(at, 0, each);
    auto& item = *reinterpret_cast<Item*>(at);
    item.dwSize = each;
    fill(item, what);
    at += each;
  }
  return 0;
}

}  // namespace lineman::ras_sim
