#include "app/interface_socket.h"

#ifdef __linux__
#include <sys/socket.h>
#endif

namespace lineman {

#ifdef __linux__
bool KeepOnInterface(asio::ip::tcp::socket& socket, const asio::ip::tcp& /*version*/,
                     const std::string& interface) {
  return interface.empty() ||
         ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_BINDTODEVICE, interface.data(),
                      static_cast<socklen_t>(interface.size())) == 0;
}
#else
bool KeepOnInterface(asio::ip::tcp::socket& /*socket*/, const asio::ip::tcp& /*version*/,
                     const std::string& /*interface*/) {
  return true;
}
#endif

}  // namespace lineman
