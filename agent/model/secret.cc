#include "model/secret.h"

#include <utility>

namespace lineman {

void Wipe(std::string& text) {
  text.resize(text.capacity());
  Wipe(text.data(), text.size());
  text.clear();
}

// Through volatile, which a compiler must not leave out as a dead store.
void Wipe(char* bytes, std::size_t length) {
  volatile char* each = bytes;
  for (std::size_t i = 0; i < length; ++i) each[i] = 0;
}

Secret::Secret(std::string text)
    : text_(new std::string(std::move(text)), [](const std::string* held) {
        // The buffer was made here and is const only for the holders.
        auto* own =
            const_cast<std::string*>(held);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
        Wipe(*own);
        delete own;  // NOLINT(cppcoreguidelines-owning-memory)
      }) {}

const std::string& Secret::Reveal() const {
  static const std::string kNone;
  return text_ == nullptr ? kNone : *text_;
}

}  // namespace lineman
