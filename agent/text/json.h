// JSON values and their text. The JSON library does the reading and the writing; this header keeps
// it out of everybody else's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace lineman {

// A JSON value. Objects keep the order in which their members were added, so that the same input
// gives the same text to the byte. Invalid UTF-8 in strings is written as U+FFFD.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;                                      // null
  Json(bool value) : value_(value) {}                    // NOLINT(google-explicit-constructor)
  Json(int value) : value_(std::int64_t{value}) {}       // NOLINT(google-explicit-constructor)
  Json(std::int64_t value) : value_(value) {}            // NOLINT(google-explicit-constructor)
  Json(double value) : value_(value) {}                  // NOLINT(google-explicit-constructor)
  Json(std::string value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Json(std::string_view value)
      : value_(std::string(value)) {}                      // NOLINT(google-explicit-constructor)
  Json(const char* value) : value_(std::string(value)) {}  // NOLINT(google-explicit-constructor)
  Json(Array value) : value_(std::move(value)) {}          // NOLINT(google-explicit-constructor)
  Json(Object value) : value_(std::move(value)) {}         // NOLINT(google-explicit-constructor)

  bool IsNull() const { return std::holds_alternative<std::monostate>(value_); }
  const bool* AsBool() const { return std::get_if<bool>(&value_); }
  const std::int64_t* AsInteger() const { return std::get_if<std::int64_t>(&value_); }
  const double* AsNumber() const { return std::get_if<double>(&value_); }
  const std::string* AsString() const { return std::get_if<std::string>(&value_); }
  const Array* AsArray() const { return std::get_if<Array>(&value_); }
  const Object* AsObject() const { return std::get_if<Object>(&value_); }

  // The member of an object, null when absent or when this is no object.
  const Json* Find(std::string_view name) const;
  // The same, null too when the member is of another kind.
  const bool* FindBool(std::string_view name) const;
  const std::int64_t* FindInteger(std::string_view name) const;
  const std::string* FindString(std::string_view name) const;
  const Array* FindArray(std::string_view name) const;
  // Adds a member, or replaces the one of that name; turns a null into an object first.
  Json& Set(std::string name, Json value);
  // Adds an element; turns a null into an array first.
  Json& Append(Json value);

  // One line, or indented by `indent` blanks a level when that is positive.
  std::string Dump(int indent = 0) const;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

// Refuses text over 1 MiB, nested deeper than 64, or with a member twice in one object. Integers
// beyond 64 bits become numbers. The error names line and column.
Result<Json> ParseJson(std::string_view text);

}  // namespace lineman
