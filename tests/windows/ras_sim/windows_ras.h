// Windows' own headers of RAS, and the structures' sizes: dwSize says which version a caller has.
//
// Sizes from Microsoft's headers by Windows version; mingw-w64's structures are the oldest of each
// row. Whatever else is in dwSize is ERROR_INVALID_SIZE.
#pragma once

#include <windows.h>
// Windows' types come first.
#include <ras.h>
#include <raserror.h>
#undef interface  // a member of ours

#include <algorithm>
#include <array>
#include <span>

namespace lineman::ras_sim {

inline constexpr std::array<DWORD, 3> kDialParamsSizes = {2108, 2112, 2120};
inline constexpr std::array<DWORD, 2> kExtensionsSizes = {44, 60};
inline constexpr std::array<DWORD, 2> kConnectionSizes = {1372, 1388};
inline constexpr std::array<DWORD, 2> kStatusSizes = {564, 608};
inline constexpr std::array<DWORD, 3> kEntrySizes = {5616, 5680, 6724};
inline constexpr std::array<DWORD, 1> kEntryNameSizes = {1048};
inline constexpr std::array<DWORD, 1> kCredentialsSizes = {1068};
inline constexpr std::array<DWORD, 1> kStatisticsSizes = {60};
inline constexpr std::array<DWORD, 1> kDeviceSizes = {296};
inline constexpr std::array<DWORD, 1> kProjectionSizes = {80};

static_assert(sizeof(RASDIALPARAMSW) == 2112 && sizeof(RASDIALEXTENSIONS) == 44);
static_assert(sizeof(RASCONNW) == 1372 && sizeof(RASCONNSTATUSW) == 564);
static_assert(sizeof(RASENTRYW) == 5616 && sizeof(RASENTRYNAMEW) == 1048);
static_assert(sizeof(RASCREDENTIALSW) == 1068 && sizeof(RAS_STATS) == 60);
static_assert(sizeof(RASDEVINFOW) == 296 && sizeof(RASPPPIPW) == 80);

// Whether dwSize is one of the documented ones.
inline bool IsSize(DWORD size, std::span<const DWORD> documented) {
  return std::ranges::count(documented, size) > 0;
}

// What RAS functions return, by the numbers of Microsoft's page of RAS and system error codes:
// raserror.h hides some of them.
inline constexpr DWORD kAccessDenied = 5;
inline constexpr DWORD kInvalidHandle = 6;
inline constexpr DWORD kInvalidParameter = 87;
inline constexpr DWORD kInsufficientBuffer = 122;
inline constexpr DWORD kInvalidName = 123;
inline constexpr DWORD kAlreadyExists = 183;
inline constexpr DWORD kBufferTooSmall = 603;
inline constexpr DWORD kCannotOpenPhonebook = 621;
inline constexpr DWORD kCannotLoadPhonebook = 622;
inline constexpr DWORD kNoSuchEntry = 623;
inline constexpr DWORD kInvalidSize = 632;
inline constexpr DWORD kPortNotAvailable = 633;
inline constexpr DWORD kNoConnection = 668;
inline constexpr DWORD kInteractiveMode = 703;
inline constexpr DWORD kBadCallbackNumber = 704;
inline constexpr DWORD kRasManCannotInitialize = 711;
inline constexpr DWORD kProjectionNotComplete = 730;
inline constexpr DWORD kProtocolNotConfigured = 731;
inline constexpr DWORD kDialAlreadyInProgress = 756;
inline constexpr DWORD kInvalidFunctionForEntry = 780;

// Of connection notifications, since Windows 7.
inline constexpr DWORD kNotifyDormantAndReconnection = 0x30;

}  // namespace lineman::ras_sim
