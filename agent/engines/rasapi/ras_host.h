// The host of the rasapi engine on this machine: Windows' rasapi32.dll.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "engines/rasapi/host.h"

namespace lineman::rasapi {

// Runs a task on the agent's loop; may be called from any thread, also after the loop has ended.
using Post = std::function<void(std::function<void()>)>;

// `library`: the full path of a library with RAS's interface; empty: rasapi32.dll of Windows' own
// system folder. Where RAS cannot be used there is a host all the same, which says so
// (Host::Trouble), so that dials fail with the reason. An error on systems without Windows RAS.
// The host belongs to the loop; `post` must outlive it and its threads, so it holds what it needs.
Result<std::unique_ptr<Host>> OpenRasHost(const std::string& library, const Post& post);

}  // namespace lineman::rasapi
