// The exports that RAS does not have (ras_sim.h), and the end of the process.
#include <algorithm>
#include <string>

#include "tests/windows/ras_sim/ras_double.h"
#include "tests/windows/ras_sim/ras_sim.h"

namespace {

using lineman::ras_sim::RasDouble;

std::size_t Give(const std::string& text, char* buffer, std::size_t size) {
  if (buffer != nullptr && size > 0) buffer[text.copy(buffer, size - 1)] = '\0';
  return text.size() + 1;
}

std::string TextOrNothing(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

extern "C" {

lineman::ras_sim::PlayFunction RasSimPlay;
lineman::ras_sim::PhonebookFunction RasSimPhonebook;
lineman::ras_sim::SetFunction RasSimSet;
lineman::ras_sim::EndFunction RasSimEnd;
lineman::ras_sim::LivingFunction RasSimLiving;
lineman::ras_sim::TextFunction RasSimBreaches;
lineman::ras_sim::TextFunction RasSimDials;

int RasSimPlay(const char* yaml, char* trouble, std::size_t size) {
  const std::string wrong = RasDouble::Get().Play(TextOrNothing(yaml), "world");
  Give(wrong, trouble, size);
  return wrong.empty() ? 1 : 0;
}

int RasSimPhonebook(const char* text) {
  return RasDouble::Get().UsePhoneBook(TextOrNothing(text)) ? 1 : 0;
}

int RasSimSet(const char* name, const char* value) {
  return RasDouble::Get().Set(TextOrNothing(name), TextOrNothing(value)) ? 1 : 0;
}

void RasSimEnd() { RasDouble::Get().End(); }

int RasSimLiving() { return RasDouble::Get().living(); }

std::size_t RasSimBreaches(char* buffer, std::size_t size) {
  return Give(RasDouble::Get().breaches(), buffer, size);
}

std::size_t RasSimDials(char* buffer, std::size_t size) {
  return Give(RasDouble::Get().dials(), buffer, size);
}

BOOL WINAPI DllMain(HINSTANCE /*self*/, DWORD reason, LPVOID /*reserved*/) {
  if (reason == DLL_PROCESS_DETACH) RasDouble::AtExit();
  return TRUE;
}

}  // extern "C"
