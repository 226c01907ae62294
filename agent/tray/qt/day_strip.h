// One line's last day, drawn. A cursor walks over it, by mouse or keys.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "tray/timeline.h"

namespace lineman {

// How a state looks in a strip: a small picture.
QPixmap SampleOf(Sign sign);

class DayStrip : public QWidget {
 public:
  // `picked` is called when the user has put the cursor somewhere.
  DayStrip(const QString& name, std::function<void(WallTime)> picked);

  void Show(std::vector<Band> bands, std::vector<WallTime> stops, Span span);
  // The cursor, or none.
  void SetCursor(std::optional<WallTime> at);
  // The band there, null outside.
  const Band* BandAt(WallTime at) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  double XOf(WallTime at) const;
  WallTime MomentAt(double x) const;
  void Pick(WallTime at);
  // The next stop in that direction: an edge of a band or a decision.
  WallTime StopAfter(WallTime at) const;
  WallTime StopBefore(WallTime at) const;
  void DrawBand(QPainter& painter, const Band& band) const;
  void DrawHours(QPainter& painter) const;
  void DrawCursor(QPainter& painter) const;

  const std::function<void(WallTime)> picked_;
  std::vector<Band> bands_;
  std::vector<WallTime> stops_;  // in order
  Span span_;
  std::optional<WallTime> cursor_;
};

}  // namespace lineman
