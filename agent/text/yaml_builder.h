// Builds YamlNodes from yaml-cpp's events, and judges what yaml-cpp lets pass: doubled keys, keys
// that are no text, tags, aliases that multiply, depth and number of nodes.
#pragma once

#include <yaml-cpp/eventhandler.h>

#include <exception>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/findings.h"
#include "text/yaml.h"
#include "text/yaml_source.h"

namespace lineman {

// Thrown through yaml-cpp when reading on makes no sense; the finding has been made already.
class YamlStopped : public std::exception {};

// A collection whose end has not been read.
struct OpenCollection {
  std::shared_ptr<YamlNode> node;
  std::size_t offset = 0;
  YAML::anchor_t anchor = 0;
  bool flow = false;             // [ ] or { }
  int height = 1;                // of the tree below, itself included
  std::size_t nodes_before = 0;  // of the builder, when it began
  std::size_t bytes_before = 0;

  // Of a mapping: the key whose value is awaited, and where each key stood first.
  bool has_key = false;
  bool keeps_value = false;  // false after a key that was refused
  YamlEntry entry;
  std::size_t key_offset = 0;
  std::unordered_map<std::string, int> key_lines;
};

class YamlBuilder : public YAML::EventHandler {
 public:
  YamlBuilder(const YamlSource& source, const YamlLimits& limits, Findings& findings)
      : source_(source), limits_(limits), findings_(findings) {}

  std::vector<YamlPtr> TakeDocuments() { return std::move(documents_); }
  // How far yaml-cpp has come, for explaining where it failed.
  std::size_t events() const { return events_; }
  std::size_t last_offset() const { return last_offset_; }
  std::size_t last_scalar() const { return last_scalar_; }
  const std::vector<OpenCollection>& open() const { return open_; }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { End(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { End(); }

 private:
  // What an alias stands for, and what a use of it costs.
  struct Anchored {
    YamlPtr node;
    int height;
    std::size_t nodes;
    std::size_t bytes;
  };

  // The offset of an event; of the value itself, anchors and tags skipped.
  std::size_t Note(const YAML::Mark& mark);
  std::size_t NoteValue(const YAML::Mark& mark);
  void Count(std::size_t nodes, std::size_t bytes, std::size_t offset);
  void CheckTag(YamlNode::Kind kind, const std::string& tag, std::size_t offset);
  void CheckDepth(std::size_t depth, std::size_t offset);
  [[noreturn]] void Stop(std::size_t offset, std::string message);

  void Begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
             YAML::anchor_t anchor, bool flow);
  void End();
  void Add(const YamlPtr& node, std::size_t offset, int height);
  void TakeKey(OpenCollection& mapping, const YamlNode& node, std::size_t offset);
  void TakeValue(OpenCollection& mapping, const YamlPtr& value);
  Place PlaceOfNull(std::size_t offset) const;

  const YamlSource& source_;
  const YamlLimits& limits_;
  Findings& findings_;
  std::vector<YamlPtr> documents_;
  std::vector<OpenCollection> open_;
  std::unordered_map<YAML::anchor_t, Anchored> anchors_;
  std::size_t nodes_ = 0;
  std::size_t bytes_ = 0;
  std::size_t events_ = 0;
  std::size_t last_offset_ = 0;
  std::size_t last_scalar_ = 0;
  bool started_ = false;
};

}  // namespace lineman
