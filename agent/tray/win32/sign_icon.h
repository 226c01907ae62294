// The icons on Windows: the shapes of qt/sign_icon.h, drawn with GDI+.
#pragma once

#include <cstdint>

#include "tray/sign.h"

namespace lineman {

// GDI+ works for as long as it lives.
class Drawing {
 public:
  Drawing();
  ~Drawing();
  Drawing(const Drawing&) = delete;
  Drawing& operator=(const Drawing&) = delete;

 private:
  std::uintptr_t token_ = 0;
};

// An HICON of that many pixels; the caller destroys it.
void* MakeIcon(Sign sign, int size);
// An HBITMAP for menus; the caller deletes it.
void* MakeBitmap(Sign sign, int size);

}  // namespace lineman
