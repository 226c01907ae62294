// The icons: one shape for each sign, drawn, so that they are sharp at every size.
//
// Shapes differ by outline, not by colour alone.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>

#include "tray/sign.h"

namespace lineman {

// The sign's colour, for Qt.
QColor PaintOf(Sign sign);
// `size`: of the side, in device pixels.
QPixmap DrawSign(Sign sign, int size);
// At the sizes of trays, from 16 to 128 pixels.
QIcon IconOf(Sign sign);

}  // namespace lineman
