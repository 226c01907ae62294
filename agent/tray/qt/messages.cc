#include "tray/qt/messages.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QImage>
#include <QVariantMap>

namespace lineman {
namespace {

constexpr int kMessageTime = 10000;  // ms, where the desktop lets us choose
constexpr int kIcon = 48;

// A picture as "Desktop Notifications Specification" 1.2 has it: RGBA, row by row.
struct Picture {
  int width = 0;
  int height = 0;
  int row_bytes = 0;
  QByteArray pixels;
};

QDBusArgument& operator<<(QDBusArgument& argument, const Picture& picture) {
  argument.beginStructure();
  argument << picture.width << picture.height << picture.row_bytes << true << 8 << 4
           << picture.pixels;
  argument.endStructure();
  return argument;
}

// Nobody sends us one, but the type asks for it.
const QDBusArgument& operator>>(const QDBusArgument& argument, Picture& /*picture*/) {
  return argument;
}

Picture PictureOf(const QIcon& icon) {
  const QImage image = icon.pixmap(kIcon, kIcon).toImage().convertToFormat(QImage::Format_RGBA8888);
  return {image.width(), image.height(), static_cast<int>(image.bytesPerLine()),
          QByteArray(reinterpret_cast<const char*>(image.constBits()),
                     static_cast<qsizetype>(image.sizeInBytes()))};
}

QDBusMessage Notify(const QString& title, const QString& text, const QIcon& icon) {
  QDBusMessage call = QDBusMessage::createMethodCall(
      QStringLiteral("org.freedesktop.Notifications"),
      QStringLiteral("/org/freedesktop/Notifications"),
      QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
  const QVariantMap hints = {{QStringLiteral("image-data"), QVariant::fromValue(PictureOf(icon))},
                             {QStringLiteral("desktop-entry"), QStringLiteral("lineman-tray")}};
  // The text may be taken for markup, the title is not.
  call << QStringLiteral("lineman") << 0U << QString() << title << text.toHtmlEscaped()
       << QStringList() << hints << kMessageTime;
  return call;
}

}  // namespace

void Messages::Show(const QString& title, const QString& text, const QIcon& icon) {
  [[maybe_unused]] static const auto kType = qDBusRegisterMetaType<Picture>();
  const QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return ShowBalloon(title, text, icon);
  auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(Notify(title, text, icon)), &tray_);
  QObject::connect(answer, &QDBusPendingCallWatcher::finished, &tray_,
                   [this, answer, title, text, icon] {
                     if (answer->isError()) ShowBalloon(title, text, icon);
                     answer->deleteLater();
                   });
}

void Messages::ShowBalloon(const QString& title, const QString& text, const QIcon& icon) {
  tray_.showMessage(title, text, icon, kMessageTime);
}

}  // namespace lineman
