#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <utility>

#include "text/yaml.h"
#include "text/yaml_builder.h"
#include "text/yaml_faults.h"
#include "text/yaml_source.h"
#include "text/yaml_traps.h"

namespace lineman {
namespace {

// yaml-cpp keeps every token of a [ ] or { } in memory until it knows that the whole is no key,
// some 200 bytes for a byte of text. So it gets the text in pieces, and no further ones when it
// has read this much, comments aside, without giving a single event.
constexpr std::size_t kLongestValue = 1U << 18U;
constexpr std::size_t kPiece = 1024;

// The text as yaml-cpp reads it, piece by piece.
class PiecewiseText : public std::streambuf {
 public:
  PiecewiseText(std::string& text, const YamlBuilder& builder) : text_(text), builder_(builder) {}

  bool gave_up() const { return gave_up_; }

 protected:
  int_type underflow() override {
    if (builder_.events() != events_) unanswered_ = 0;
    events_ = builder_.events();
    gave_up_ = unanswered_ > kLongestValue;
    if (gave_up_) throw YamlStopped();
    const std::size_t size = std::min(kPiece, text_.size() - given_);
    if (size == 0) return traits_type::eof();
    char* const piece = text_.data() + given_;
    for (std::size_t i = 0; i < size; ++i) Weigh(piece[i]);
    given_ += size;
    setg(piece, piece, piece + size);
    return traits_type::to_int_type(*piece);
  }

 private:
  void Weigh(char c) {
    if (c == '\n') {
      line_start_ = true;
      comment_ = false;
    } else if (line_start_ && c != ' ' && c != '\t') {
      line_start_ = false;
      comment_ = c == '#';
    }
    if (!line_start_ && !comment_) ++unanswered_;
  }

  std::string& text_;
  const YamlBuilder& builder_;
  std::size_t given_ = 0;
  std::size_t events_ = 0;
  std::size_t unanswered_ = 0;  // bytes since the last event
  bool line_start_ = true;
  bool comment_ = false;
  bool gave_up_ = false;
};

std::size_t OffsetOf(const YAML::Mark& mark, const YamlBuilder& builder) {
  return mark.pos < 0 ? builder.last_offset() : static_cast<std::size_t>(mark.pos);
}

void ReadAll(const YamlSource& source, YamlBuilder& builder, Findings& findings) {
  std::string text = source.text();
  PiecewiseText pieces(text, builder);
  std::istream stream(&pieces);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    CheckBeginning(source, source.text().size(), false, findings);
  } catch (const YamlStopped&) {
    if (pieces.gave_up())
      findings.Error(source.PlaceAt(builder.last_offset()),
                     fmt::format("after this follows a value of more than {} KiB: write it in "
                                 "parts, and lists one item a line",
                                 kLongestValue / 1024));
  } catch (const YAML::Exception& failure) {
    YamlFault fault = ExplainFault(source, builder, failure.msg, OffsetOf(failure.mark, builder));
    findings.Error(source.PlaceAt(fault.offset), std::move(fault.message));
  }
}

}  // namespace

std::vector<YamlPtr> ParseYaml(std::string_view text, const std::string& file, Findings& findings,
                               const YamlLimits& limits) {
  const std::optional<YamlSource> source = YamlSource::Open(text, file, limits, findings);
  if (!source) return {};
  YamlBuilder builder(*source, limits, findings);
  ReadAll(*source, builder, findings);
  return builder.TakeDocuments();
}

YamlPtr ParseYamlMapping(std::string_view text, const std::string& file, Findings& findings,
                         const YamlLimits& limits) {
  const std::size_t errors_before = findings.errors();
  const std::vector<YamlPtr> documents = ParseYaml(text, file, findings, limits);
  if (findings.errors() > errors_before || documents.empty()) return nullptr;
  if (documents.size() > 1) {
    findings.Error(documents[1]->place,
                   "a second document begins here: this file may have only one, so remove the "
                   "'---' or use two files");
    return nullptr;
  }
  const YamlNode& root = *documents.front();
  if (root.IsMapping()) return documents.front();
  if (root.IsNull()) {
    findings.Error(root.place, "the document is empty: expected lines such as 'key: value'");
    return nullptr;
  }
  const bool lacks_blank =
      root.IsScalar() && !root.quoted && root.scalar.find(':') != std::string::npos;
  findings.Error(root.place, lacks_blank
                                 ? "expected 'key: value' lines: write a blank after each ':'"
                                 : "expected 'key: value' lines: the file is no mapping");
  return nullptr;
}

}  // namespace lineman
