// What the window says of a day.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "tray/timeline.h"

namespace lineman {

// "online 99.5 %"; empty where the record knows nothing.
QString ShareOf(const std::vector<Band>& bands);
// A moment of a line: what it did, and the decision in force. Both may be null.
QString WhyInWords(const std::string& profile, const Band* band, const Entry* decision);

}  // namespace lineman
