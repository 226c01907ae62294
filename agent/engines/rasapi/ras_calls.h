// RAS's functions about connections and entries, one call each, in the types of the port.
//
// They block for as long as RAS does, so never on the loop. A function that this version of Windows
// does not have gives kNotThere. Any thread may call.
#pragma once

#include <string>

#include "engines/rasapi/host.h"
#include "engines/rasapi/ras_library.h"

namespace lineman::rasapi {

// ras_calls_win32.cc: connections.
StatusReport AskStatus(const RasLibrary& library, Handle handle);
TrafficReport AskTraffic(const RasLibrary& library, Handle handle);
AddressReport AskAddresses(const RasLibrary& library, Handle handle);
LiveReport AskConnections(const RasLibrary& library);
// RasHangUp, and then waiting until the handle is dead: "an immediate attempt to use the same
// connection may fail leaving the connection unusable". A connection that is up all the same has
// another reference, which is taken from it too.
HangUpReport HangUpUntilGone(const RasLibrary& library, Handle handle);
// Signals the event, a HANDLE, when a connection of the machine's ends.
void NotifyOfEnds(const RasLibrary& library, void* event);
std::string TextOf(const RasLibrary& library, RasError error);

// ras_entry_win32.cc: entries of phone books.
EntryReport AskEntry(const RasLibrary& library, const Entry& entry);
RasError SetRedial(const RasLibrary& library, const Entry& entry, bool on);
CredentialsReport AskCredentials(const RasLibrary& library, const Entry& entry);

}  // namespace lineman::rasapi
