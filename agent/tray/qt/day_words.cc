#include "tray/qt/day_words.h"

#include <QLocale>

#include "tray/qt/say.h"

namespace lineman {
namespace {

QString ReasonsOf(const Why& why) {
  QString text;
  int number = 0;
  for (const std::string& reason : why.reasons) {
    text += QStringLiteral("\n  %1. ").arg(++number) + AsSaid(reason);
  }
  for (const std::string& unless : why.unless) {
    text += QStringLiteral("\n  ") + Say({TRAY_TEXT("tray", "unless: %1"), {unless}});
  }
  return text;
}

}  // namespace

QString ShareOf(const std::vector<Band>& bands) {
  const int share = OnlinePerMille(bands);
  if (share < 0) return {};
  const QString percent = QLocale().toString(share / 10.0, 'f', 1);
  return Say({TRAY_TEXT("tray", "online %1 % of the time"), {percent.toStdString()}});
}

QString WhyInWords(const std::string& profile, const Band* band, const Entry* decision) {
  QString text;
  if (band != nullptr) {
    text = Say({TRAY_TEXT("tray", "%1, %2 to %3: %4"),
                {profile, band->from, band->to, Say(NameOf(band->sign)).toStdString()}});
  }
  if (decision == nullptr) {
    return text + u'\n' + Say(TRAY_TEXT("tray", "Nothing was decided before that is on record."));
  }
  const Why why = WhyOf(*decision, Zone::OfThisMachine());
  text += QStringLiteral("\n\n") + Say({TRAY_TEXT("tray", "Decided at %1:"), {why.at}}) +
          QStringLiteral("\n") + AsSaid(profile + " " + why.sentence);
  return text + ReasonsOf(why);
}

}  // namespace lineman
