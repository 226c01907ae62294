// The icons, measured: to be seen on light and dark panels, and told apart without colours.
#include "tray/qt/sign_icon.h"

#include <gtest/gtest.h>

#include <QPainter>
#include <array>
#include <cmath>

namespace lineman {
namespace {

constexpr std::array<int, 6> kSizes = {16, 22, 24, 32, 48, 64};
// Of panels: as light and as dark as they come.
const std::array<QColor, 2> kPanels = {QColor(0xFF, 0xFF, 0xFF), QColor(0x20, 0x20, 0x20)};

Sign SignAt(int number) { return static_cast<Sign>(number); }

// WCAG 2.1, relative luminance.
double LuminanceOf(const QColor& colour) {
  const auto linear = [](double part) {
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
         0.0722 * linear(colour.blueF());
}

double ContrastOf(const QColor& one, const QColor& other) {
  const double a = LuminanceOf(one) + 0.05;
  const double b = LuminanceOf(other) + 0.05;
  return std::max(a, b) / std::min(a, b);
}

// What is left without colours: 0 outside, 1 the shape, 2 the white sign on it.
int PartAt(const QImage& image, int x, int y) {
  const QColor colour = image.pixelColor(x, y);
  if (colour.alpha() < 128) return 0;
  return std::min({colour.red(), colour.green(), colour.blue()}) > 190 ? 2 : 1;
}

// The share of points that differ, in percent.
double Difference(Sign one, Sign other, int size) {
  const QImage a = DrawSign(one, size).toImage();
  const QImage b = DrawSign(other, size).toImage();
  int different = 0;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) different += PartAt(a, x, y) != PartAt(b, x, y) ? 1 : 0;
  }
  return 100.0 * different / (size * size);
}

TEST(SignIcon, IsSeenOnLightAndOnDarkPanels) {
  for (int sign = 0; sign < kSignCount; ++sign) {
    for (const QColor& panel : kPanels) {
      EXPECT_GE(ContrastOf(PaintOf(SignAt(sign)), panel), 3.0)
          << "sign " << sign << " on " << panel.name().toStdString();
    }
  }
}

TEST(SignIcon, IsToldFromEachOtherByItsShapeAtEverySize) {
  for (const int size : kSizes) {
    for (int one = 0; one < kSignCount; ++one) {
      for (int other = 0; other < one; ++other) {
        EXPECT_GE(Difference(SignAt(one), SignAt(other), size), 4.0)
            << one << " and " << other << " at " << size;
      }
    }
  }
}

TEST(SignIcon, KeepsOffTheEdge) {
  for (const int size : kSizes) {
    for (int sign = 0; sign < kSignCount; ++sign) {
      const QImage image = DrawSign(SignAt(sign), size).toImage();
      // The corners are empty, the middle is not.
      EXPECT_EQ(PartAt(image, 0, 0), 0) << sign << " at " << size;
      int drawn = 0;
      for (int x = 0; x < size; ++x) drawn += PartAt(image, x, size / 2) != 0 ? 1 : 0;
      EXPECT_GT(drawn, size / 8) << sign << " at " << size;
    }
  }
}

// No check: the picture for people to look at.
TEST(SignIcon, IsDrawnOnASheetForPeople) {
  QImage sheet(kSignCount * 74, 2 * 300, QImage::Format_RGB32);
  QPainter painter(&sheet);
  int half = 0;
  for (const QColor& panel : kPanels) {
    painter.fillRect(0, half * 300, sheet.width(), 300, panel);
    for (int sign = 0; sign < kSignCount; ++sign) {
      int y = half * 300 + 8;
      for (const int size : kSizes) {
        painter.drawPixmap(sign * 74 + 5, y, DrawSign(SignAt(sign), size));
        y += size + 12;
      }
    }
    ++half;
  }
  painter.end();
  EXPECT_TRUE(sheet.save(LINEMAN_ICON_SHEET)) << LINEMAN_ICON_SHEET;
}

}  // namespace
}  // namespace lineman
