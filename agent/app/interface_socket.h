// Keeps a socket on one network interface.
#pragma once

#include <asio/ip/tcp.hpp>
#include <string>

namespace lineman {

// `interface` as ConnectionStatus has it: a name on Linux, the address of this end on Windows.
// Empty: any. False when it cannot be kept there. The socket is open, for that version of IP, and
// not yet connected.
bool KeepOnInterface(asio::ip::tcp::socket& socket, const asio::ip::tcp& version,
                     const std::string& interface);

}  // namespace lineman
