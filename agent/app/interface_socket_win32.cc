// Windows sends what has an interface's address over that interface alone (the strong host model,
// from Windows Vista on).
#include "app/interface_socket.h"

namespace lineman {

// A probe of the other version of IP goes where the routes lead.
bool KeepOnInterface(asio::ip::tcp::socket& socket, const asio::ip::tcp& version,
                     const std::string& interface) {
  asio::error_code error;
  const asio::ip::tcp::endpoint end(asio::ip::make_address(interface, error), 0);
  if (error || end.protocol() != version) return true;
  socket.bind(end, error);
  return !error;
}

}  // namespace lineman
