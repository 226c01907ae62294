// The icons: one shape for each sign, drawn, so that they are sharp at every size.
//
// Shapes differ by outline, not by colour alone. Each colour has a contrast of at least 3 to 1 to
// white and to the dark grey of panels, so that one icon serves light and dark ones.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>

#include "tray/sign.h"

namespace lineman {

QColor ColourOf(Sign sign);
// `size`: of the side, in device pixels.
QPixmap DrawSign(Sign sign, int size);
// At the sizes of trays, from 16 to 128 pixels.
QIcon IconOf(Sign sign);

}  // namespace lineman
