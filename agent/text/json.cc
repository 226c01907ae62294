#include "text/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_set>

#include "text/findings.h"
#include "text/utf8.h"

namespace lineman {
namespace {

using Library = nlohmann::ordered_json;

constexpr std::size_t kMostBytes = 1U << 20U;
constexpr std::size_t kMostLevels = 64;

Library ToLibrary(const Json& value) {
  if (const bool* boolean = value.AsBool()) return *boolean;
  if (const std::int64_t* integer = value.AsInteger()) return *integer;
  if (const double* number = value.AsNumber()) return *number;
  if (const std::string* text = value.AsString()) return *text;
  if (const Json::Array* array = value.AsArray()) {
    Library made = Library::array();
    for (const Json& item : *array) made.push_back(ToLibrary(item));
    return made;
  }
  if (const Json::Object* object = value.AsObject()) {
    Library made = Library::object();
    auto& members = made.get_ref<Library::object_t&>();
    for (const Json::Member& member : *object)
      members.push_back({member.first, ToLibrary(member.second)});
    return made;
  }
  return nullptr;
}

// "line 3, column 14: …"
tl::unexpected<Error> FailAt(std::string_view text, std::size_t offset, std::string_view what) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t feed = before.rfind('\n');
  const std::string_view line = feed == std::string_view::npos ? before : before.substr(feed + 1);
  return Fail(fmt::format("line {}, column {}: {}", lines + 1, CountUtf8(line) + 1, what));
}

// Where the text is nested deeper than is read.
std::optional<std::size_t> TooDeepAt(std::string_view text) {
  std::size_t levels = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string && c == '\\')
      ++at;
    else if (c == '"')
      in_string = !in_string;
    else if (!in_string && (c == '[' || c == '{') && ++levels > kMostLevels)
      return at;
    else if (!in_string && (c == ']' || c == '}') && levels > 0)
      --levels;
  }
  return std::nullopt;
}

// Characters of a text that tell how far they have been read; an input iterator.
class CountedText {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountedText(const char* at, std::size_t& read) : at_(at), read_(&read) {}

  reference operator*() const { return *at_; }
  CountedText& operator++() {
    ++at_;
    ++*read_;
    return *this;
  }
  friend bool operator==(const CountedText& a, const CountedText& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  std::size_t* read_;
};

std::string_view CharacterAt(std::string_view text, std::size_t at) {
  return text.substr(at, std::max<std::size_t>(1, DecodeUtf8(text, at).bytes));
}

// Where the string begins whose closing quote is the last character of the text.
std::size_t StartOfString(std::string_view text) {
  std::size_t start = text.size() - 1;
  do {
    start = text.rfind('"', start - 1);
  } while (start > 0 && text[start - 1] == '\\');
  return start;
}

// Takes the library's events, in the order of the text.
class JsonBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit JsonBuilder(std::string_view text) : text_(text) {}

  Json& root() { return root_; }
  std::size_t& read() { return read_; }
  std::size_t fault_offset() const { return fault_offset_; }
  const std::string& fault() const { return fault_; }

  bool null() override { return Put(Json()); }
  bool boolean(bool value) override { return Put(value); }
  bool number_integer(std::int64_t value) override { return Put(value); }
  bool number_unsigned(std::uint64_t value) override {
    if (value > static_cast<std::uint64_t>(INT64_MAX)) return Put(static_cast<double>(value));
    return Put(static_cast<std::int64_t>(value));
  }
  bool number_float(double value, const std::string& /*text*/) override { return Put(value); }
  bool string(std::string& value) override { return Put(std::move(value)); }
  bool binary(nlohmann::json::binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return Open(false); }
  bool end_object() override { return Close(); }
  bool start_array(std::size_t /*size*/) override { return Open(true); }
  bool end_array() override { return Close(); }
  bool key(std::string& name) override {
    if (!open_.back().names.insert(name).second) {
      fault_offset_ = StartOfString(text_.substr(0, read_));
      fault_ = fmt::format("the member {} stands in its object twice", Shown(name));
      return false;
    }
    name_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string& last_token,
                   const nlohmann::detail::exception& failure) override {
    constexpr int kNumberOverflow = 406;
    fault_offset_ = position == 0 ? 0 : position - 1;
    if (failure.id == kNumberOverflow)
      fault_ = fmt::format("the number {} is too large", Shown(last_token));
    else if (fault_offset_ >= text_.size())
      fault_ = "the JSON ends too early";
    else
      fault_ = fmt::format("unexpected {}", Shown(CharacterAt(text_, fault_offset_)));
    return false;
  }

 private:
  struct Container {
    bool is_array;
    std::string name;  // in the container around it
    Json::Array items = {};
    Json::Object members = {};
    std::unordered_set<std::string> names = {};
  };

  bool Put(Json value) {
    if (open_.empty())
      root_ = std::move(value);
    else if (open_.back().is_array)
      open_.back().items.push_back(std::move(value));
    else
      open_.back().members.emplace_back(std::move(name_), std::move(value));
    return true;
  }
  bool Open(bool is_array) {
    open_.push_back({is_array, std::move(name_)});
    return true;
  }
  bool Close() {
    Container done = std::move(open_.back());
    open_.pop_back();
    name_ = std::move(done.name);
    return done.is_array ? Put(std::move(done.items)) : Put(std::move(done.members));
  }

  std::string_view text_;
  std::size_t read_ = 0;  // characters of it
  Json root_;
  std::vector<Container> open_;
  std::string name_;
  std::string fault_;
  std::size_t fault_offset_ = 0;
};

}  // namespace

const Json* Json::Find(std::string_view name) const {
  const Object* object = AsObject();
  if (object == nullptr) return nullptr;
  const auto found = std::find_if(object->begin(), object->end(),
                                  [name](const Member& member) { return member.first == name; });
  return found == object->end() ? nullptr : &found->second;
}

const bool* Json::FindBool(std::string_view name) const {
  const Json* member = Find(name);
  return member == nullptr ? nullptr : member->AsBool();
}

const std::int64_t* Json::FindInteger(std::string_view name) const {
  const Json* member = Find(name);
  return member == nullptr ? nullptr : member->AsInteger();
}

const std::string* Json::FindString(std::string_view name) const {
  const Json* member = Find(name);
  return member == nullptr ? nullptr : member->AsString();
}

const Json::Array* Json::FindArray(std::string_view name) const {
  const Json* member = Find(name);
  return member == nullptr ? nullptr : member->AsArray();
}

Json& Json::Set(std::string name, Json value) {
  if (IsNull()) value_ = Object{};
  Object& object = std::get<Object>(value_);
  const auto found = std::find_if(object.begin(), object.end(),
                                  [&name](const Member& member) { return member.first == name; });
  if (found == object.end())
    object.emplace_back(std::move(name), std::move(value));
  else
    found->second = std::move(value);
  return *this;
}

Json& Json::Append(Json value) {
  if (IsNull()) value_ = Array{};
  std::get<Array>(value_).push_back(std::move(value));
  return *this;
}

std::string Json::Dump(int indent) const {
  return ToLibrary(*this).dump(indent > 0 ? indent : -1, ' ', false,
                               Library::error_handler_t::replace);
}

Result<Json> ParseJson(std::string_view text) {
  if (text.size() > kMostBytes)
    return Fail(
        fmt::format("line 1, column 1: the JSON has {} bytes, more than the {} that are read",
                    text.size(), kMostBytes));
  if (const std::optional<std::size_t> at = TooDeepAt(text))
    return FailAt(text, *at, fmt::format("nested deeper than {} levels", kMostLevels));
  JsonBuilder builder(text);
  const CountedText begin(text.data(), builder.read());
  const CountedText end(text.data() + text.size(), builder.read());
  if (nlohmann::json::sax_parse(begin, end, &builder)) return std::move(builder.root());
  return FailAt(text, builder.fault_offset(), builder.fault());
}

}  // namespace lineman
