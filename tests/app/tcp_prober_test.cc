// Health probes of the agent, against this machine's own loopback.
#include "app/tcp_prober.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <list>
#include <optional>

namespace lineman {
namespace {

using asio::ip::tcp;

class TcpProberTest : public testing::Test {
 protected:
  bool Probe(const std::string& endpoint, const ConnectionStatus& connection = {},
             Duration timeout = Duration(30'000)) {
    HealthProbe probe;
    probe.endpoint = endpoint;
    probe.timeout = timeout;
    std::optional<bool> passed;
    TcpProber(loop_).Probe(probe, connection, [&](bool result) {
      EXPECT_FALSE(passed.has_value()) << "told twice";
      passed = result;
    });
    loop_.restart();
    loop_.run();
    EXPECT_TRUE(passed.has_value());
    return passed.value_or(false);
  }

  static tcp::endpoint Loopback() { return {asio::ip::address_v4::loopback(), 0}; }
  static std::string At(const tcp::acceptor& acceptor) {
    return "127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
  }

  asio::io_context loop_;
};

TEST_F(TcpProberTest, PassesWhereSomebodyListens) {
  const tcp::acceptor acceptor(loop_, Loopback());
  EXPECT_TRUE(Probe(At(acceptor)));
}

TEST_F(TcpProberTest, PassesWhereTheConnectionIsRefusedForThatIsAnAnswer) {
  std::optional<tcp::acceptor> acceptor(std::in_place, loop_, Loopback());
  const std::string endpoint = At(*acceptor);
  acceptor.reset();
  EXPECT_TRUE(Probe(endpoint));
}

#ifdef __linux__
TEST_F(TcpProberTest, FailsOverAnInterfaceThatIsNotThere) {
  const tcp::acceptor acceptor(loop_, Loopback());
  ConnectionStatus connection;
  connection.interface = "ppp999";
  EXPECT_FALSE(Probe(At(acceptor), connection));
}

TEST_F(TcpProberTest, FailsAtItsTimeoutWhereNobodyAnswers) {
  // A queue of one that is full: what comes after gets no answer at all.
  tcp::acceptor acceptor(loop_, tcp::v4());
  acceptor.bind(Loopback());
  acceptor.listen(0);
  const tcp::endpoint endpoint = acceptor.local_endpoint();
  std::list<tcp::socket> queued;
  for (int i = 0; i < 4; ++i) {
    tcp::socket& socket = queued.emplace_back(loop_, tcp::v4());
    socket.native_non_blocking(true);
    static_cast<void>(::connect(socket.native_handle(), endpoint.data(),
                                static_cast<socklen_t>(endpoint.size())));
  }
  EXPECT_FALSE(Probe(At(acceptor), {}, Duration(200)));
}
#endif

TEST_F(TcpProberTest, ReadsAddressesOfIpv6AndNoNames) {
  asio::error_code error;
  tcp::acceptor acceptor(loop_);
  acceptor.open(tcp::v6(), error);
  if (!error) acceptor.bind({asio::ip::address_v6::loopback(), 0}, error);
  if (!error) acceptor.listen(1, error);
  if (!error) {
    EXPECT_TRUE(Probe("[::1]:" + std::to_string(acceptor.local_endpoint().port())));
  }
  EXPECT_FALSE(Probe("localhost:80"));
}

TEST_F(TcpProberTest, TakesTheWordOfAConnectionThatKnows) {
  ConnectionStatus connection;
  connection.carries_data = true;
  EXPECT_TRUE(Probe("192.0.2.1:9", connection));
  connection.carries_data = false;
  EXPECT_FALSE(Probe("192.0.2.1:9", connection));
}

}  // namespace
}  // namespace lineman
