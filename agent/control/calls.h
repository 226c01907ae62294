// What each method does that the host answers at once.
#pragma once

#include <string>

#include "base/result.h"
#include "control/host.h"
#include "control/message.h"
#include "control/methods.h"
#include "text/json.h"

namespace lineman {

// What the one at the other end may do, and how the one who may not could come to it.
struct PeerRights {
  bool look = false;
  bool act = false;
  std::string way_to_look;  // "join the group 'operators'"
  std::string way_to_act;
};

using Reply = tl::expected<Json, Fault>;

// Carries out a call whose parameters have been checked: of any method but those that read the
// history or concern the subscription.
Reply PerformCall(ControlMethod method, const Json& params, const PeerRights& rights,
                  ControlHost& host);

// Whether the caller may call the method.
Result<Done> CheckRight(const MethodRow& method, const PeerRights& rights);

// The line of a profile; without one, an error that says which there are.
tl::expected<LineStatus, Fault> FindLine(const std::string& profile, ControlHost& host);

// Members of parameters that have been checked; the default when they are not there.
std::string TextOf(const Json& params, std::string_view name);
std::uint64_t NumberOf(const Json& params, std::string_view name, std::uint64_t otherwise);
bool TruthOf(const Json& params, std::string_view name);

}  // namespace lineman
