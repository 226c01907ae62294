#include "tray/qt/sign_icon.h"

#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>
#include <cmath>
#include <initializer_list>
#include <numbers>

namespace lineman {
namespace {

// Shapes are drawn on a square of 32 units. A unit is half a pixel of the smallest icon, so edges
// lie on even numbers where they can.
constexpr double kSide = 32;
constexpr double kStroke = 4;

QPen Pen(const QColor& colour, double width = kStroke) {
  return {colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

QPolygonF Regular(int corners, double radius, double turn) {
  QPolygonF polygon;
  for (int i = 0; i < corners; ++i) {
    const double angle = turn + 2 * std::numbers::pi * i / corners;
    polygon << QPointF(16 + radius * std::cos(angle), 16 + radius * std::sin(angle));
  }
  return polygon;
}

// One icon on its way.
class Drawing {
 public:
  Drawing(QPainter& painter, const QColor& colour) : painter_(painter), colour_(colour) {}

  void Draw(Sign sign) {
    switch (sign) {
      case Sign::kOnline:
        return Disc(), Tick();
      case Sign::kRest:
        return Ring(), Line({11, 16}, {21, 16});
      case Sign::kHangingUp:
        return Tile(), Arrow(1);
      case Sign::kDialing:
        return Tile(), Arrow(-1);
      case Sign::kWaiting:
        return Ring(), Hands();
      case Sign::kUnknown:
        return DashedRing(), Dot(16, colour_);
      case Sign::kDoubtful:
        return Triangle(), Exclaim(12, 20, 25);
      case Sign::kAnswer:
        return Bubble(), Question();
      case Sign::kOffice:
        return Fill(Regular(8, 15.5, std::numbers::pi / 8)), Exclaim(8.5, 17, 23.5);
      case Sign::kCannotDial:
        return Fill(Regular(4, 15.5, 0)), Cross();
      case Sign::kAway:
        return Ring(), Line({8, 24}, {24, 8});
    }
  }

 private:
  void Fill(const QPolygonF& polygon) {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(colour_);
    painter_.drawPolygon(polygon);
  }
  void Fill(const QPainterPath& path) {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(colour_);
    painter_.drawPath(path);
  }
  void Stroke(std::initializer_list<QPointF> points, const QColor& colour) {
    painter_.setPen(Pen(colour));
    painter_.setBrush(Qt::NoBrush);
    painter_.drawPolyline(QPolygonF(QList<QPointF>(points)));
  }

  void Disc() {
    QPainterPath path;
    path.addEllipse(QPointF(16, 16), 14, 14);
    Fill(path);
  }
  void Tile() {
    QPainterPath path;
    path.addRoundedRect(2, 2, 28, 28, 5, 5);
    Fill(path);
  }
  void Ring() {
    painter_.setPen(Pen(colour_));
    painter_.setBrush(Qt::NoBrush);
    painter_.drawEllipse(QPointF(16, 16), 12, 12);
  }
  void DashedRing() {
    QPen pen(colour_, kStroke, Qt::CustomDashLine, Qt::FlatCap);
    // Twelfths of the way round, drawn and left out in turn, in widths of the line.
    const double part = 2 * std::numbers::pi * 12 / 12 / kStroke;
    pen.setDashPattern({part, part});
    painter_.setPen(pen);
    painter_.setBrush(Qt::NoBrush);
    painter_.drawEllipse(QPointF(16, 16), 12, 12);
  }
  void Triangle() {
    painter_.setPen(Pen(colour_, 3));
    painter_.setBrush(colour_);
    painter_.drawPolygon(QPolygonF({{16, 3.5}, {29.5, 28}, {2.5, 28}}));
  }
  void Bubble() {
    QPainterPath path;
    path.addRoundedRect(1, 2, 30, 23, 6, 6);
    QPainterPath tail;
    tail.addPolygon(QPolygonF({{6, 22}, {6, 31}, {16, 24}}));
    tail.closeSubpath();
    Fill(path.united(tail));
  }
  void Line(QPointF from, QPointF to) { Stroke({from, to}, colour_); }
  void Hands() { Stroke({{16, 9.5}, {16, 16}, {20.5, 19}}, colour_); }
  void Tick() { Stroke({{9.5, 16.5}, {14, 21}, {22.5, 11.5}}, Qt::white); }
  void Cross() {
    Stroke({{12, 12}, {20, 20}}, Qt::white);
    Stroke({{20, 12}, {12, 20}}, Qt::white);
  }
  // Up for -1, down for 1.
  void Arrow(double way) {
    Stroke({{16, 16 - 8 * way}, {16, 16 + 8 * way}}, Qt::white);
    Stroke({{10, 16 + 2 * way}, {16, 16 + 8 * way}, {22, 16 + 2 * way}}, Qt::white);
  }
  void Exclaim(double from, double to, double dot) {
    Stroke({{16, from}, {16, to}}, Qt::white);
    Dot(dot, Qt::white);
  }
  void Dot(double at, const QColor& colour) {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(colour);
    painter_.drawEllipse(QPointF(16, at), 2.3, 2.3);
  }
  void Question() {
    QPainterPath hook(QPointF(11.5, 9.5));
    hook.cubicTo({12, 4.5}, {20.5, 4.5}, {20.5, 9.5});
    hook.cubicTo({20.5, 12.5}, {16, 12}, {16, 16});
    painter_.setPen(Pen(Qt::white, 3.4));
    painter_.setBrush(Qt::NoBrush);
    painter_.drawPath(hook);
    Dot(21, Qt::white);
  }

  QPainter& painter_;
  const QColor colour_;
};

}  // namespace

QColor PaintOf(Sign sign) {
  const SignColour colour = ColourOf(sign);
  return {colour.red, colour.green, colour.blue};
}

QPixmap DrawSign(Sign sign, int size) {
  QPixmap pixmap(size, size);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(size / kSide, size / kSide);
  Drawing(painter, PaintOf(sign)).Draw(sign);
  return pixmap;
}

QIcon IconOf(Sign sign) {
  QIcon icon;
  for (const int size : {16, 22, 24, 32, 44, 48, 64, 128}) icon.addPixmap(DrawSign(sign, size));
  return icon;
}

}  // namespace lineman
