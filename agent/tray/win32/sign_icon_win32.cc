#include "tray/win32/sign_icon.h"

#include <windows.h>
// After it, for GDI+ says IStream and min.
#include <objidl.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>
namespace Gdiplus {
using std::max;
using std::min;
}  // namespace Gdiplus
#include <gdiplus.h>

namespace lineman {
namespace {

using Gdiplus::Color;
using Gdiplus::PointF;

// Shapes are drawn on a square of 32 units.
constexpr float kSide = 32;
constexpr float kStroke = 4;
const Color kWhite(0xFF, 0xFF, 0xFF);

Color PaintOf(Sign sign) {
  const SignColour colour = ColourOf(sign);
  return {colour.red, colour.green, colour.blue};
}

std::vector<PointF> Regular(int corners, float turn) {
  std::vector<PointF> points;
  for (int i = 0; i < corners; ++i) {
    const float angle =
        turn + 2 * std::numbers::pi_v<float> * static_cast<float>(i) / static_cast<float>(corners);
    points.emplace_back(16 + 15.5F * std::cos(angle), 16 + 15.5F * std::sin(angle));
  }
  return points;
}

// One icon on its way.
class Sketch {
 public:
  Sketch(Gdiplus::Graphics& graphics, const Color& colour)
      : graphics_(graphics), colour_(colour), brush_(colour), white_(kWhite) {}

  void Draw(Sign sign) {
    switch (sign) {
      case Sign::kOnline:
        graphics_.FillEllipse(&brush_, 2.0F, 2.0F, 28.0F, 28.0F);
        return Stroke({{9.5F, 16.5F}, {14, 21}, {22.5F, 11.5F}}, kWhite);
      case Sign::kRest:
        return Ring(), Stroke({{11, 16}, {21, 16}}, colour_);
      case Sign::kHangingUp:
        return Tile(), Arrow(1);
      case Sign::kDialing:
        return Tile(), Arrow(-1);
      case Sign::kWaiting:
        return Ring(), Stroke({{16, 9.5F}, {16, 16}, {20.5F, 19}}, colour_);
      case Sign::kUnknown:
        return DashedRing(), Dot(16, brush_);
      case Sign::kDoubtful:
        return Fill({{16, 2}, {31, 29.5F}, {1, 29.5F}}), Exclaim(12, 20, 25);
      case Sign::kAnswer:
        return Bubble();
      case Sign::kOffice:
        return Fill(Regular(8, std::numbers::pi_v<float> / 8)), Exclaim(8.5F, 17, 23.5F);
      case Sign::kCannotDial:
        Fill(Regular(4, 0));
        Stroke({{12, 12}, {20, 20}}, kWhite);
        return Stroke({{20, 12}, {12, 20}}, kWhite);
      case Sign::kAway:
        return Ring(), Stroke({{8, 24}, {24, 8}}, colour_);
    }
  }

 private:
  void Fill(const std::vector<PointF>& points) {
    graphics_.FillPolygon(&brush_, points.data(), static_cast<INT>(points.size()));
  }
  void Stroke(const std::vector<PointF>& points, const Color& colour) {
    Gdiplus::Pen pen(colour, kStroke);
    pen.SetStartCap(Gdiplus::LineCapRound);
    pen.SetEndCap(Gdiplus::LineCapRound);
    pen.SetLineJoin(Gdiplus::LineJoinRound);
    graphics_.DrawLines(&pen, points.data(), static_cast<INT>(points.size()));
  }
  void Ring() {
    Gdiplus::Pen pen(colour_, kStroke);
    graphics_.DrawEllipse(&pen, 4.0F, 4.0F, 24.0F, 24.0F);
  }
  void DashedRing() {
    Gdiplus::Pen pen(colour_, kStroke);
    for (int part = 0; part < 6; ++part) {
      graphics_.DrawArc(&pen, 4.0F, 4.0F, 24.0F, 24.0F, static_cast<float>(60 * part), 30.0F);
    }
  }
  void Tile() { graphics_.FillRectangle(&brush_, 2.0F, 2.0F, 28.0F, 28.0F); }
  void Bubble() {
    graphics_.FillRectangle(&brush_, 1.0F, 2.0F, 30.0F, 23.0F);
    Fill({{6, 22}, {6, 31}, {16, 24}});
    Gdiplus::Pen pen(kWhite, 3.4F);
    const std::array<PointF, 7> hook = {{{11.5F, 9.5F},
                                         {12, 4.5F},
                                         {20.5F, 4.5F},
                                         {20.5F, 9.5F},
                                         {20.5F, 12.5F},
                                         {16, 12},
                                         {16, 16}}};
    graphics_.DrawBeziers(&pen, hook.data(), static_cast<INT>(hook.size()));
    Dot(21, white_);
  }
  // Up for -1, down for 1.
  void Arrow(float way) {
    Stroke({{16, 16 - 8 * way}, {16, 16 + 8 * way}}, kWhite);
    Stroke({{10, 16 + 2 * way}, {16, 16 + 8 * way}, {22, 16 + 2 * way}}, kWhite);
  }
  void Exclaim(float from, float to, float dot) {
    Stroke({{16, from}, {16, to}}, kWhite);
    Dot(dot, white_);
  }
  void Dot(float at, const Gdiplus::SolidBrush& brush) {
    graphics_.FillEllipse(&brush, 13.7F, at - 2.3F, 4.6F, 4.6F);
  }

  Gdiplus::Graphics& graphics_;
  const Color colour_;
  const Gdiplus::SolidBrush brush_;
  const Gdiplus::SolidBrush white_;
};

std::unique_ptr<Gdiplus::Bitmap> Draw(Sign sign, int size) {
  auto bitmap = std::make_unique<Gdiplus::Bitmap>(size, size, PixelFormat32bppARGB);
  Gdiplus::Graphics graphics(bitmap.get());
  graphics.SetSmoothingMode(Gdiplus::SmoothingModeAntiAlias);
  graphics.Clear(Color(0, 0, 0, 0));
  const float scale = static_cast<float>(size) / kSide;
  graphics.ScaleTransform(scale, scale);
  Sketch(graphics, PaintOf(sign)).Draw(sign);
  return bitmap;
}

}  // namespace

Drawing::Drawing() {
  Gdiplus::GdiplusStartupInput input;
  ULONG_PTR token = 0;
  Gdiplus::GdiplusStartup(&token, &input, nullptr);
  token_ = token;
}

Drawing::~Drawing() { Gdiplus::GdiplusShutdown(token_); }

void* MakeIcon(Sign sign, int size) {
  HICON icon = nullptr;
  Draw(sign, size)->GetHICON(&icon);
  return icon;
}

void* MakeBitmap(Sign sign, int size) {
  HBITMAP bitmap = nullptr;
  Color ground;
  ground.SetFromCOLORREF(GetSysColor(COLOR_MENU));
  Draw(sign, size)->GetHBITMAP(ground, &bitmap);
  return bitmap;
}

}  // namespace lineman
