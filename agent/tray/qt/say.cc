#include "tray/qt/say.h"

#include <QCoreApplication>
#include <QLocale>
#include <cstdlib>

namespace lineman {
namespace {

constexpr qint64 kNearDays = 6;

QString TextOf(const Phrase::Part& part) {
  if (const auto* at = std::get_if<WallTime>(&part)) return Clock(*at);
  return AsSaid(std::get<std::string>(part));
}

}  // namespace

QString Say(const Phrase& phrase) {
  const QString text =
      QCoreApplication::translate("tray", phrase.text.c_str(), nullptr, phrase.number);
  QString said;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const int place = i + 1 < text.size() ? text[i + 1].digitValue() : -1;
    if (text[i] == u'%' && place >= 1 && static_cast<std::size_t>(place) <= phrase.parts.size()) {
      said += TextOf(phrase.parts[static_cast<std::size_t>(place) - 1]);
      ++i;
    } else {
      said += text[i];
    }
  }
  return said;
}

QString AsSaid(const std::string& text) { return QString::fromStdString(text); }

QDateTime MomentOf(WallTime at) {
  return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count());
}

WallTime WallOf(const QDateTime& at) { return WallTime(Duration(at.toMSecsSinceEpoch())); }

QString TimeOfDay(const QTime& time) {
  const QLocale locale;
  // The locale C would add seconds.
  if (locale.language() == QLocale::C) return time.toString(QStringLiteral("HH:mm"));
  return locale.toString(time, QLocale::ShortFormat);
}

QString Clock(WallTime at) {
  const QDateTime moment = MomentOf(at);
  const qint64 days = QDate::currentDate().daysTo(moment.date());
  QString time = TimeOfDay(moment.time());
  if (days == 0) return time;
  const QLocale locale;
  const QString day = std::abs(days) <= kNearDays
                          ? locale.toString(moment.date(), QStringLiteral("ddd"))
                          : locale.toString(moment.date(), QLocale::ShortFormat);
  return day + u' ' + time;
}

}  // namespace lineman
