// The functions of RAS, found at run time: "if an application links statically to the RASAPI32 DLL,
// the application will fail to load if Remote Access Service is not installed" (RAS's overview).
//
// One table, filled once and never unloaded, since callbacks may be under way at any time. Any
// thread may read it. Windows' own headers stay in the `_win32.cc` files, which name the type of
// the function they call.
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace lineman::rasapi {

enum class RasFunction {
  kDial,  // the first five are what nothing goes without
  kHangUp,
  kGetConnectStatus,
  kEnumConnections,
  kGetErrorString,
  kConnectionNotification,
  kGetConnectionStatistics,
  kGetProjectionInfo,
  kGetEntryProperties,
  kSetEntryProperties,
  kGetCredentials,
  kGetEapUserIdentity,
  kFreeEapUserIdentity,
  kInvokeEapUi,
};

inline constexpr std::size_t kRasFunctions = 14;
inline constexpr std::size_t kNeededFunctions = 5;

class RasLibrary {
 public:
  // `path`: a full one; empty: rasapi32.dll of the system's folder, and of no other.
  explicit RasLibrary(const std::string& path);
  RasLibrary(const RasLibrary&) = delete;
  RasLibrary& operator=(const RasLibrary&) = delete;

  // Why it is of no use; empty when it is.
  const std::string& trouble() const { return trouble_; }

  // Null when this version of Windows does not have it.
  template <typename Function>
  Function Find(RasFunction function) const {
    return reinterpret_cast<Function>(functions_.at(static_cast<std::size_t>(function)));
  }

 private:
  using Address = void (*)();

  std::array<Address, kRasFunctions> functions_{};
  std::string trouble_;
};

}  // namespace lineman::rasapi
