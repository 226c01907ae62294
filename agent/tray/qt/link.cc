#include "tray/qt/link.h"

#include <algorithm>
#include <utility>

#include "tray/qt/loop_clock.h"

namespace lineman {
namespace {

constexpr int kFirstPause = 1000;  // ms
constexpr int kLongestPause = 15000;
constexpr int kConnectPatience = 10000;

}  // namespace

Link::Link(QString path, Desk& desk) : path_(std::move(path)), desk_(desk) {
  again_.setSingleShot(true);
  overdue_.setSingleShot(true);
  QObject::connect(&again_, &QTimer::timeout, &socket_, [this] { Start(); });
  QObject::connect(&overdue_, &QTimer::timeout, &socket_, [this] { Overdue(); });
  QObject::connect(&socket_, &QLocalSocket::connected, &socket_, [this] { Entered(); });
  QObject::connect(&socket_, &QLocalSocket::disconnected, &socket_, [this] { Left(); });
  QObject::connect(&socket_, &QLocalSocket::readyRead, &socket_, [this] { Receive(); });
  QObject::connect(&socket_, &QLocalSocket::errorOccurred, &socket_, [this] {
    // Before it was connected there is nothing to leave.
    if (socket_.state() == QLocalSocket::UnconnectedState && !desk_.IsConnected()) Left();
  });
}

// A socket that is closed says so, to timers that are gone by then.
Link::~Link() { socket_.blockSignals(true); }

void Link::Start() {
  silent_ = false;
  overdue_.start(kConnectPatience);
  socket_.connectToServer(path_);
}

void Link::Entered() {
  tries_ = 0;
  desk_.Connected();
  Rearm();
}

void Link::Left() {
  overdue_.stop();
  desk_.Disconnected(WhyNot());
  TryLater();
}

void Link::TryLater() {
  if (again_.isActive()) return;
  again_.start(std::min(kFirstPause << std::min(tries_, 8), kLongestPause));
  ++tries_;
}

void Link::Receive() {
  const QByteArray bytes = socket_.readAll();
  if (!desk_.Feed({bytes.constData(), static_cast<std::size_t>(bytes.size())})) {
    return socket_.abort();
  }
  Rearm();
}

void Link::Send() {
  if (socket_.state() != QLocalSocket::ConnectedState) return;
  std::string output = desk_.TakeOutput();
  socket_.write(output.data(), static_cast<qint64>(output.size()));
  std::fill(output.begin(), output.end(), '\0');
  Rearm();
}

void Link::Rearm() {
  const std::optional<Instant> deadline = desk_.Deadline();
  if (!deadline) return overdue_.stop();
  overdue_.start(std::max(Duration(0), *deadline - LoopNow()));
}

void Link::Overdue() {
  if (desk_.IsConnected() && desk_.Tick()) return Rearm();
  silent_ = true;
  const bool was_connected = desk_.IsConnected();
  socket_.abort();
  // A socket that was still connecting goes without a word.
  if (!was_connected) Left();
}

Phrase Link::WhyNot() const {
  if (silent_) return TRAY_TEXT("tray", "lineman does not answer");
  if (socket_.error() == QLocalSocket::SocketAccessError) {
    return TRAY_TEXT("tray", "you may not look at lineman: ask the office");
  }
  return NameOf(Sign::kAway);
}

}  // namespace lineman
