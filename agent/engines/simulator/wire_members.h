// The members of one JSON object, read one by one and strictly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/secret.h"
#include "ras/connection_state.h"
#include "ras/ras_error.h"
#include "text/json.h"

namespace lineman::simulator {

// Keeps the first fault, "dial.call is missing", and goes on with values that mean nothing: whoever
// reads looks at the fault at the end. A fault never quotes a value. What is read as `Maybe` may be
// missing.
class Members {
 public:
  // `path` is what the object goes by in faults.
  Members(std::string path, const Json& json, std::string& fault);

  std::string Text(std::string_view name) { return MaybeText(name, true).value_or(""); }
  std::optional<std::string> MaybeText(std::string_view name, bool required = false);
  std::optional<Secret> MaybeSecret(std::string_view name);
  bool Flag(std::string_view name) { return MaybeFlag(name, true).value_or(false); }
  std::optional<bool> MaybeFlag(std::string_view name, bool required = false);
  std::int64_t Integer(std::string_view name, std::int64_t least, std::int64_t most);
  // 64 bits, written as a signed number.
  std::uint64_t Bits(std::string_view name);
  std::uint64_t Count(std::string_view name, std::int64_t least);
  ConnectionState State(std::string_view name);
  RasError Error(std::string_view name);
  // An object inside; an empty one where there is none.
  Members Below(std::string_view name);
  bool Has(std::string_view name) const { return json_.Find(name) != nullptr; }
  // Of an object whose names are free.
  std::vector<std::string> Names() const;

  // To be called last: what nobody has asked for is a fault.
  void RefuseOthers();
  void Blame(std::string_view name, std::string_view what);

 private:
  const Json* Find(std::string_view name, bool required);
  template <typename Type>
  const Type* Value(std::string_view name, const Type* (Json::*as)() const, std::string_view kind,
                    bool required);

  std::string path_;
  const Json& json_;
  std::string& fault_;
  std::vector<std::string> asked_;
};

}  // namespace lineman::simulator
