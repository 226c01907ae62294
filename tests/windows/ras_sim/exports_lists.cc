// The exports that list: connections, entries, devices. And the text of errors.
#include "tests/windows/ras_sim/lists.h"
#include "tests/windows/ras_sim/text.h"

using lineman::ras_sim::ConnectionPtr;
using lineman::ras_sim::Entry;
using lineman::ras_sim::FillList;
using lineman::ras_sim::kDefaultBook;
using lineman::ras_sim::kInvalidParameter;
using lineman::ras_sim::kRasManCannotInitialize;
using lineman::ras_sim::Put;
using lineman::ras_sim::RasDouble;
using lineman::ras_sim::Rule;
using lineman::ras_sim::TextAt;

namespace {

constexpr auto kAllowed = RasDouble::InCallback::kAllowed;

void Describe(RASCONNW& to, const ConnectionPtr& connection) {
  const auto& params = connection->dial.params;
  to.hrasconn = connection->handle;
  // A dial without an entry goes by its number, after a dot.
  Put(to.szEntryName, params.entry.empty() ? "." + params.number : params.entry);
  Put(to.szDeviceType, "modem");
  Put(to.szDeviceName, RasDouble::Get().device());
  const std::string& book = connection->dial.phonebook;
  Put(to.szPhonebook, book.empty() ? kDefaultBook : std::string_view(book));
}

}  // namespace

extern "C" {

DWORD WINAPI RasEnumConnectionsW(LPRASCONNW connections, LPDWORD bytes, LPDWORD count) {
  RasDouble& ras = RasDouble::Get();
  const RasDouble::Door door = ras.Enter("RasEnumConnections", kAllowed);
  if (!door.open) return kRasManCannotInitialize;
  return FillList(ras, "RasEnumConnections", lineman::ras_sim::kConnectionSizes, connections, bytes,
                  count, ras.Connected(), Describe);
}

DWORD WINAPI RasEnumEntriesW(LPCWSTR reserved, LPCWSTR phonebook, LPRASENTRYNAMEW names,
                             LPDWORD bytes, LPDWORD count) {
  RasDouble& ras = RasDouble::Get();
  const RasDouble::Door door = ras.Enter("RasEnumEntries", kAllowed);
  if (!door.open) return kRasManCannotInitialize;
  if (reserved != nullptr) {
    ras.Blame(Rule::kReserved, "the reserved argument of RasEnumEntries is not null");
    return kInvalidParameter;
  }
  lineman::ras_sim::PhoneBook* book = nullptr;
  if (const DWORD error = ras.FindBook(TextAt(phonebook), book)) return error;
  return FillList(ras, "RasEnumEntries", lineman::ras_sim::kEntryNameSizes, names, bytes, count,
                  book->entries(), [&](RASENTRYNAMEW& to, const Entry& entry) {
                    Put(to.szEntryName, entry.name);
                    const std::string path = TextAt(phonebook);
                    Put(to.szPhonebookPath, path.empty() ? kDefaultBook : std::string_view(path));
                  });
}

DWORD WINAPI RasEnumDevicesW(LPRASDEVINFOW devices, LPDWORD bytes, LPDWORD count) {
  RasDouble& ras = RasDouble::Get();
  const RasDouble::Door door = ras.Enter("RasEnumDevices", RasDouble::InCallback::kForbidden);
  if (!door.open) return kRasManCannotInitialize;
  return FillList(ras, "RasEnumDevices", lineman::ras_sim::kDeviceSizes, devices, bytes, count,
                  ras.world()->devices,
                  [](RASDEVINFOW& to, const lineman::simulator::DevicePlan& device) {
                    Put(to.szDeviceType, "modem");
                    Put(to.szDeviceName, device.name);
                  });
}

DWORD WINAPI RasGetErrorStringW(UINT error, LPWSTR text, DWORD length) {
  // Needs no service, and is allowed everywhere.
  const auto* const info = lineman::FindInfo(static_cast<lineman::RasError>(error));
  if (info == nullptr || text == nullptr) return kInvalidParameter;
  const std::wstring wide = lineman::ras_sim::ToWide(info->text);
  if (wide.size() >= length) return lineman::ras_sim::kInsufficientBuffer;
  text[wide.copy(text, wide.size())] = L'\0';
  return 0;
}

}  // extern "C"
