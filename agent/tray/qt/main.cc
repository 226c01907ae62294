// `lineman-tray`: the icon beside the clock.

#include <QApplication>
#include <QCommandLineParser>
#include <QCryptographicHash>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QLocale>
#include <QLockFile>
#include <QStandardPaths>
#include <QTextStream>
#include <QTranslator>

#include "tray/qt/link.h"
#include "tray/qt/loop_clock.h"
#include "tray/qt/say.h"
#include "tray/qt/tray_face.h"

namespace lineman {
namespace {

constexpr const char* kSystemSocket = "/run/lineman/control";

struct TrayOptions {
  QString socket;
  bool window = false;
};

TrayOptions ReadOptions(const QApplication& application) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      Say(TRAY_TEXT("tray", "Shows in the tray how the lines of lineman are.")));
  const QCommandLineOption help({"h", "help"}, Say(TRAY_TEXT("tray", "Prints this help.")));
  parser.addVersionOption();
  const QCommandLineOption socket(
      "socket", Say(TRAY_TEXT("tray", "The control socket of the agent.")), "PATH", kSystemSocket);
  const QCommandLineOption window("window", Say(TRAY_TEXT("tray", "Opens the window at once.")));
  parser.addOptions({help, socket, window});
  parser.process(application);
  if (parser.isSet(help)) parser.showHelp(0);
  return {QFileInfo(parser.value(socket)).absoluteFilePath(), parser.isSet(window)};
}

// One icon for each user and agent is enough.
QString LockOf(const QString& socket) {
  const QByteArray name =
      QCryptographicHash::hash(socket.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
  return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + "/lineman-tray-" +
         QString::fromLatin1(name) + ".lock";
}

int Run(const TrayOptions& options) {
  QLockFile lock(LockOf(options.socket));
  lock.setStaleLockTime(0);
  if (!lock.tryLock() && lock.error() == QLockFile::LockFailedError) {
    QTextStream(stderr) << "lineman-tray: "
                        << Say(TRAY_TEXT("tray", "there is one already for this user")) << Qt::endl;
    return 1;
  }
  TrayFace face;
  Link* wire = nullptr;
  Desk desk(face, LoopNow, [&wire] { wire->Send(); });
  Link link(options.socket, desk);
  wire = &link;
  face.Begin(desk);
  if (options.window) face.ShowWindow("");
  link.Start();
  return QApplication::exec();
}

}  // namespace
}  // namespace lineman

int main(int argc, char* argv[]) {
  // Nothing here is drawn by a graphics processor; its libraries would take half of the memory.
  qputenv("QT_XCB_GL_INTEGRATION", "none");
  QApplication::setApplicationName("lineman-tray");
  QApplication::setApplicationDisplayName("lineman");
  QApplication::setApplicationVersion(LINEMAN_VERSION);
  QApplication::setDesktopFileName("lineman-tray");
  QApplication::setQuitOnLastWindowClosed(false);
  const QApplication application(argc, argv);
  QTranslator ours;
  // English is a translation as well: it has the plurals.
  if (ours.load(QLocale(), "tray", "_", ":/texts") || ours.load(":/texts/tray_en.qm")) {
    QApplication::installTranslator(&ours);
  }
  // The few words of Qt itself: of the menus of text fields.
  QTranslator qts;
  const QString folder = QLibraryInfo::path(QLibraryInfo::TranslationsPath);
  if (qts.load(QLocale(), "qtbase", "_", folder)) QApplication::installTranslator(&qts);
  return lineman::Run(lineman::ReadOptions(application));
}
