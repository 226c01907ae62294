// A program that dials an entry and ends without a hang-up: ras_careless_caller LIBRARY ENTRY.
// Its exit code is 0 when the entry came up.
#include "tests/windows/ras_sim/text.h"
#include "tests/windows/ras_sim/windows_ras.h"

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const HMODULE library = LoadLibraryW(lineman::ras_sim::ToWide(arguments[1]).c_str());
  if (library == nullptr) return 3;
  const auto dial = reinterpret_cast<decltype(&RasDialW)>(
      reinterpret_cast<void*>(GetProcAddress(library, "RasDialW")));
  RASDIALPARAMSW params = {};
  params.dwSize = sizeof params;
  lineman::ras_sim::Put(params.szEntryName, arguments[2]);
  lineman::ras_sim::Put(params.szUserName, "kiosk");
  lineman::ras_sim::Put(params.szPassword, "secret");
  HRASCONN handle = nullptr;
  return dial(nullptr, nullptr, &params, 0, nullptr, &handle) == 0 ? 0 : 1;
}
