#include "rehearsal/story_report.h"

#include <fmt/format.h>

#include "base/duration.h"

namespace lineman {
namespace {

// More lines than these tell nobody anything; the first and the last are kept.
constexpr std::size_t kMostEntries = 40;
// A step longer than this is better read in its file.
constexpr std::size_t kLongestStep = 400;

void AppendInOneLine(const YamlNode& node, std::string& text) {
  if (text.size() > kLongestStep) return;
  std::string_view separator;
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      text += "~";
      return;
    case YamlNode::Kind::kScalar:
      text += node.quoted ? QuoteYaml(node.scalar) : node.scalar;
      return;
    case YamlNode::Kind::kSequence:
      text += "[";
      for (const YamlPtr& item : node.items) {
        text += separator;
        AppendInOneLine(*item, text);
        separator = ", ";
      }
      text += "]";
      return;
    case YamlNode::Kind::kMapping:
      text += "{";
      for (const YamlEntry& entry : node.entries) {
        text += fmt::format("{}{}: ", separator, QuoteYaml(entry.key));
        AppendInOneLine(*entry.value, text);
        separator = ", ";
      }
      text += "}";
      return;
  }
}

// The decision that agrees in most keys, the last one of several; null when there is none.
const Recorded* FindNearest(const std::vector<Recorded>& record, std::size_t first,
                            const Expectation& expectation, const Profile& profile, Instant base,
                            Agreement& best) {
  const Recorded* nearest = nullptr;
  for (std::size_t i = first; i < record.size(); ++i) {
    const Entry& entry = record[i].entry;
    if (!expectation.MayMean(entry) || entry.profile != profile.name) continue;
    Agreement agreement =
        Compare(expectation, {entry, record[i].answer.get(), entry.at - base}, profile);
    // The right kind of decision is nearer than any number of other things in common.
    if (entry.what == expectation.what) agreement.agreed += 100;
    if (nearest != nullptr && agreement.agreed < best.agreed) continue;
    best = std::move(agreement);
    nearest = &record[i];
  }
  return nearest;
}

}  // namespace

std::string InOneLine(const YamlNode& node) {
  std::string text;
  AppendInOneLine(node, text);
  if (text.size() <= kLongestStep) return text;
  std::size_t end = kLongestStep;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80) --end;
  return text.substr(0, end) + " …";  // never half a character
}

std::string DescribeHappened(const std::vector<Recorded>& record, std::size_t first,
                             const std::string& profile, Instant base) {
  std::vector<const Entry*> entries;
  for (std::size_t i = first; i < record.size(); ++i) {
    if (record[i].entry.profile == profile) entries.push_back(&record[i].entry);
  }
  if (entries.empty()) return "    nothing\n";
  std::string text;
  const std::size_t left_out = entries.size() > kMostEntries ? entries.size() - kMostEntries : 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (left_out > 0 && i == kMostEntries / 2) {
      text += fmt::format("    … {} entries more …\n", left_out);
      i += left_out;
    }
    text += fmt::format("    +{:<9} {}\n", FormatDuration(entries[i]->at - base),
                        Describe(*entries[i]));
  }
  return text;
}

std::string DescribeNearest(const std::vector<Recorded>& record, std::size_t first,
                            const Expectation& expectation, const Profile& profile, Instant base) {
  Agreement agreement;
  const Recorded* nearest = FindNearest(record, first, expectation, profile, base, agreement);
  if (nearest == nullptr) return {};
  const Entry& entry = nearest->entry;
  std::string text = fmt::format("  nearest: {} at +{}, by {}\n", entry.what,
                                 FormatDuration(entry.at - base), entry.by);
  if (!agreement.first_otherwise.empty()) {
    text += fmt::format("    {}\n", agreement.first_otherwise);
  }
  for (const std::string& why : entry.why) text += fmt::format("    why: {}\n", why);
  return text;
}

}  // namespace lineman
