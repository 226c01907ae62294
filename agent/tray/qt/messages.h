// Messages on the desktop.
//
// Qt's own way would put a message's icon into the tray for as long as it shows, in place of the
// worst line's. So the desktop's service is asked directly, without waiting for it; where there is
// none, Qt draws a balloon.
#pragma once

#include <QIcon>
#include <QString>
#include <QSystemTrayIcon>

namespace lineman {

class Messages {
 public:
  // The icon, at which balloons point, must outlive it.
  explicit Messages(QSystemTrayIcon& tray) : tray_(tray) {}

  void Show(const QString& title, const QString& text, const QIcon& icon);

 private:
  void ShowBalloon(const QString& title, const QString& text, const QIcon& icon);

  QSystemTrayIcon& tray_;
};

}  // namespace lineman
