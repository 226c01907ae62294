// Errors are values: a function that can fail returns Result<T>, and the caller decides.
//
// An Error is one sentence for a person. It names the thing at fault and, where there is one, the
// way out. Exceptions of libraries are caught where the library is called and become Errors there.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace lineman {

// Why something could not be done, in words a person can act on.
struct Error {
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

// The success of something that has no value to give.
struct Done {
  friend bool operator==(const Done&, const Done&) = default;
};

inline tl::unexpected<Error> Fail(std::string message) {
  return tl::unexpected<Error>(Error{std::move(message)});
}

}  // namespace lineman
