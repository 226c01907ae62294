// Phrases in the user's language, moments as the user's country writes them.
#pragma once

#include <QDateTime>
#include <QString>
#include <string>

#include "tray/phrase.h"

namespace lineman {

QString Say(const Phrase& phrase);
// What the agent said, in its own words.
QString AsSaid(const std::string& text);

QDateTime MomentOf(WallTime at);
WallTime WallOf(const QDateTime& at);
// "14:32"
QString TimeOfDay(const QTime& time);
// "14:32"; of another day "Sat 14:32", or with the date when it is not of the last or next six
// days.
QString Clock(WallTime at);

}  // namespace lineman
