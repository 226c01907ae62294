#include "text/yaml_builder.h"

#include <fmt/format.h>
#include <yaml-cpp/mark.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "text/utf8.h"
#include "text/yaml_open.h"
#include "text/yaml_traps.h"

namespace lineman {
namespace {

constexpr std::string_view kCoreTag = "tag:yaml.org,2002:";

// Whether a tag fits a kind of value. yaml-cpp's words for "no tag" are "?" of a plain value and a
// collection, "!" of a text in quotes or a block; a '!' that was written is a tag like others.
bool IsTagOf(YamlNode::Kind kind, std::string_view tag, char first) {
  if (tag == "?") return true;
  if (tag == "!")
    return kind == YamlNode::Kind::kScalar && std::string_view("\"'|>").find(first) < 4;
  if (!tag.starts_with(kCoreTag)) return false;
  tag.remove_prefix(kCoreTag.size());
  if (kind == YamlNode::Kind::kSequence) return tag == "seq";
  if (kind == YamlNode::Kind::kMapping) return tag == "map";
  return tag == "str" || tag == "int" || tag == "float" || tag == "bool" || tag == "null";
}

std::string FaultOfTag(std::string_view tag) {
  const bool core = tag.starts_with(kCoreTag);
  const std::string name =
      core ? fmt::format("!!{}", tag.substr(kCoreTag.size())) : std::string(tag);
  return fmt::format(
      "the tag {} does not fit here: only YAML's own tags, such as !!str, are read; quote the text "
      "if the '!' belongs to it",
      Shown(name));
}

// yaml-cpp 0.7 writes the escapes \N and \_ as the single bytes 0x85 and 0xA0.
std::string WithWholeCharacters(const std::string& value) {
  std::string whole;
  whole.reserve(value.size());
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t bytes = DecodeUtf8(value, at).bytes;
    if (bytes == 0)
      AppendUtf8(whole, static_cast<unsigned char>(value[at]));
    else
      whole.append(value, at, bytes);
    at += std::max<std::size_t>(bytes, 1);
  }
  return whole;
}

}  // namespace

std::size_t YamlBuilder::Note(const YAML::Mark& mark) {
  ++events_;
  last_offset_ = std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), source_.text().size());
  return last_offset_;
}

std::size_t YamlBuilder::NoteValue(const YAML::Mark& mark) {
  return AfterProperties(source_.text(), Note(mark));
}

void YamlBuilder::Stop(std::size_t offset, std::string message) {
  findings_.Error(source_.PlaceAt(offset), std::move(message));
  throw YamlStopped();
}

void YamlBuilder::Count(std::size_t nodes, std::size_t bytes, std::size_t offset) {
  nodes_ += nodes;
  bytes_ += bytes;
  if (nodes_ > limits_.nodes)
    Stop(offset, fmt::format("more than {} keys and values, every use of an alias counted anew",
                             limits_.nodes));
  // Without aliases a text cannot become longer than this: \L, two bytes, makes three.
  if (bytes_ > 2 * limits_.bytes)
    Stop(offset, fmt::format("more than {} bytes of text, every use of an alias counted anew",
                             2 * limits_.bytes));
}

void YamlBuilder::CheckTag(YamlNode::Kind kind, const std::string& tag, std::size_t offset) {
  const char first = offset < source_.text().size() ? source_.text()[offset] : ' ';
  if (!IsTagOf(kind, tag, first)) findings_.Error(source_.PlaceAt(last_offset_), FaultOfTag(tag));
}

void YamlBuilder::CheckDepth(std::size_t depth, std::size_t offset) {
  if (depth > static_cast<std::size_t>(limits_.depth))
    Stop(offset, fmt::format("nested deeper than {} levels", limits_.depth));
}

void YamlBuilder::OnDocumentStart(const YAML::Mark& mark) {
  const std::size_t offset = Note(mark);
  if (!CheckBeginning(source_, offset, !started_, findings_)) throw YamlStopped();
  started_ = true;
  anchors_.clear();
}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::size_t offset = Note(mark);
  Count(1, 0, offset);
  const auto node = std::make_shared<YamlNode>();
  node->place = PlaceOfNull(offset);
  if (anchor != YAML::NullAnchor) anchors_[anchor] = {node, 0, 1, 0};
  Add(node, offset, 0);
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::size_t offset = Note(mark);
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) Stop(offset, "the alias stands inside of what it stands for");
  const Anchored& anchored = found->second;
  Count(anchored.nodes, anchored.bytes, offset);
  CheckDepth(open_.size() + static_cast<std::size_t>(anchored.height), offset);
  Add(anchored.node, offset, anchored.height);
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  const std::size_t offset = NoteValue(mark);
  last_scalar_ = offset;
  Count(1, value.size(), offset);
  const auto node = std::make_shared<YamlNode>();
  node->kind = YamlNode::Kind::kScalar;
  node->place = source_.PlaceAt(offset);
  node->scalar = WithWholeCharacters(value);
  node->quoted = tag == "!" || tag == std::string(kCoreTag) + "str";
  CheckTag(node->kind, tag, offset);
  if (tag == std::string(kCoreTag) + "null") node->kind = YamlNode::Kind::kNull;
  CheckQuoted(source_, offset, *node, findings_);
  if (anchor != YAML::NullAnchor) anchors_[anchor] = {node, 0, 1, value.size()};
  Add(node, offset, 0);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                                  YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
  Begin(YamlNode::Kind::kSequence, mark, tag, anchor, style == YAML::EmitterStyle::Flow);
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style) {
  Begin(YamlNode::Kind::kMapping, mark, tag, anchor, style == YAML::EmitterStyle::Flow);
}

void YamlBuilder::Begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
                        YAML::anchor_t anchor, bool flow) {
  const std::size_t offset = NoteValue(mark);
  CheckDepth(open_.size() + 1, offset);
  OpenCollection collection;
  collection.nodes_before = nodes_;
  collection.bytes_before = bytes_;
  Count(1, 0, offset);
  collection.node = std::make_shared<YamlNode>();
  collection.node->kind = kind;
  collection.node->place = source_.PlaceAt(offset);
  collection.offset = offset;
  collection.anchor = anchor;
  collection.flow = flow;
  CheckTag(kind, tag, offset);
  open_.push_back(std::move(collection));
}

void YamlBuilder::End() {
  ++events_;
  const OpenCollection done = std::move(open_.back());
  open_.pop_back();
  if (done.anchor != YAML::NullAnchor)
    anchors_[done.anchor] = {done.node, done.height, nodes_ - done.nodes_before,
                             bytes_ - done.bytes_before};
  Add(done.node, done.offset, done.height);
}

void YamlBuilder::Add(const YamlPtr& node, std::size_t offset, int height) {
  if (open_.empty()) {
    documents_.push_back(node);
    return;
  }
  OpenCollection& parent = open_.back();
  parent.height = std::max(parent.height, height + 1);
  if (parent.node->IsSequence())
    parent.node->items.push_back(node);
  else if (parent.has_key)
    TakeValue(parent, node);
  else
    TakeKey(parent, *node, offset);
}

void YamlBuilder::TakeKey(OpenCollection& mapping, const YamlNode& node, std::size_t offset) {
  const Place place = source_.PlaceAt(offset);
  mapping.has_key = true;
  mapping.keeps_value = false;
  mapping.key_offset = offset;
  mapping.entry = {node.scalar, place, nullptr};
  if (node.IsNull()) {
    findings_.Error(place,
                    "a key is missing: a name must stand before the ':' ('~' and 'null' "
                    "are none, unless they are quoted)");
  } else if (!node.IsScalar()) {
    findings_.Error(place, "a key must be plain text, not a list or a mapping");
  } else if (node.scalar == "<<" && !node.quoted) {
    findings_.Error(place, "'<<' does not merge here: write the keys out");
  } else if (const auto [first, added] = mapping.key_lines.emplace(node.scalar, place.line);
             !added) {
    findings_.Error(place, fmt::format("the key {} stands here a second time: it was given in line "
                                       "{} already",
                                       Shown(node.scalar), first->second));
  } else {
    mapping.keeps_value = true;
  }
}

void YamlBuilder::TakeValue(OpenCollection& mapping, const YamlPtr& value) {
  mapping.has_key = false;
  if (!mapping.keeps_value) return;
  if (value->IsNull()) CheckMissingValue(source_, mapping, findings_);
  mapping.entry.value = value;
  mapping.node->entries.push_back(std::move(mapping.entry));
}

// yaml-cpp gives the place of what follows a missing value.
Place YamlBuilder::PlaceOfNull(std::size_t offset) const {
  if (open_.empty() || open_.back().flow) return source_.PlaceAt(offset);
  const OpenCollection& parent = open_.back();
  if (parent.node->IsMapping()) {
    const bool same_line = source_.LineOf(offset) == source_.LineOf(parent.key_offset);
    return source_.PlaceAt(same_line || !parent.has_key ? offset : parent.key_offset);
  }
  return source_.PlaceAt(DashBefore(source_, offset).value_or(offset));
}

}  // namespace lineman
