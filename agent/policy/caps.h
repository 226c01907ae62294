// Caps: how many dials a time or a sequence allows, per number or per profile.
#pragma once

#include <optional>
#include <string>

#include "model/occasion.h"
#include "policy/profile.h"

namespace lineman {

// What the caps say about dialling one number.
struct CapView {
  Instant free_at;           // never before `earliest`
  bool spent = false;        // for this sequence: only an event starts another
  const Cap* cap = nullptr;  // the cap that holds longest; null when none does
};

// When the caps allow `number` to be dialled, at `earliest` or later.
CapView CheckCaps(const Occasion& occasion, const Profile& profile, const std::string& number,
                  Instant earliest);

}  // namespace lineman
