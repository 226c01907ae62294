// The time of Qt's loop.
#pragma once

#include <QDeadlineTimer>

#include "base/time.h"

namespace lineman {

inline Instant LoopNow() { return Instant(Duration(QDeadlineTimer::current().deadline())); }

}  // namespace lineman
