#include "policy/profile_source.h"

#include <fmt/format.h>

#include <algorithm>

namespace lineman {
namespace {

// Longer chains are nobody's intention, and a tree is copied at every link.
constexpr std::size_t kLongestChain = 16;

YamlPtr WithBase(const YamlPtr& root, const std::string& path, const ProfileReading& reading,
                 std::vector<std::string>& chain, Findings& findings) {
  const YamlNode* extends = root->Find("extends");
  if (extends == nullptr || !extends->IsScalar()) return root;  // the table says what is wrong
  const std::string base_path = RelativeTo(path, extends->scalar);
  if (std::find(chain.begin(), chain.end(), base_path) != chain.end()) {
    findings.Error(extends->place,
                   fmt::format("{} extends itself in a circle: remove one extends", base_path));
    return nullptr;
  }
  if (chain.size() >= kLongestChain) {
    findings.Error(extends->place,
                   fmt::format("more than {} files extend one another", kLongestChain));
    return nullptr;
  }
  chain.push_back(base_path);
  const Result<std::string> text = reading.read_file(base_path);
  if (!text) {
    findings.Error(extends->place, text.error().message);
    return nullptr;
  }
  const YamlPtr base = ParseYamlMapping(*text, base_path, findings);
  if (base == nullptr) return nullptr;
  const YamlPtr whole = WithBase(base, base_path, reading, chain, findings);
  return whole == nullptr ? nullptr : MergeYaml(whole, root);
}

}  // namespace

std::string RelativeTo(const std::string& from, const std::string& path) {
  const bool absolute = !path.empty() && (path.front() == '/' || path.front() == '\\' ||
                                          (path.size() > 1 && path[1] == ':'));
  std::string joined = path;
  const std::size_t slash = from.find_last_of("/\\");
  if (!absolute && slash != std::string::npos) joined = from.substr(0, slash + 1) + path;
  // "a/b/../c" and "./c" name the same file as "a/c" and "c": a circle must be seen as one.
  std::vector<std::string> parts;
  std::size_t start = 0;
  while (start <= joined.size()) {
    const std::size_t end = std::min(joined.find('/', start), joined.size());
    const std::string part = joined.substr(start, end - start);
    start = end + 1;
    if (part == ".." && !parts.empty() && parts.back() != ".." && !parts.back().empty()) {
      parts.pop_back();
    } else if (part != "." && (!part.empty() || parts.empty())) {
      parts.push_back(part);
    }
  }
  return fmt::format("{}", fmt::join(parts, "/"));
}

YamlPtr ReadProfileFile(const std::string& path, const ProfileReading& reading,
                        Findings& findings) {
  const Result<std::string> text = reading.read_file(path);
  if (text) return ParseYamlMapping(*text, path, findings);
  findings.Error({std::make_shared<const std::string>(path), 1, 1}, text.error().message);
  return nullptr;
}

YamlPtr ResolveExtends(const YamlPtr& root, const std::string& path, const ProfileReading& reading,
                       Findings& findings) {
  std::vector<std::string> chain = {RelativeTo("", path)};
  const YamlPtr own = WithBase(root, path, reading, chain, findings);
  if (own == nullptr) return nullptr;
  return MergeYaml(reading.defaults, own);
}

std::string Fingerprint(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "~";
    case YamlNode::Kind::kScalar:
      return fmt::format("{}:{}", node.scalar.size(), node.scalar);
    case YamlNode::Kind::kSequence: {
      std::string text = "[";
      for (const YamlPtr& item : node.items) text += Fingerprint(*item) + ",";
      return text + "]";
    }
    case YamlNode::Kind::kMapping: {
      std::vector<std::string> members;
      for (const YamlEntry& entry : node.entries) {
        members.push_back(
            fmt::format("{}:{}={}", entry.key.size(), entry.key, Fingerprint(*entry.value)));
      }
      std::sort(members.begin(), members.end());
      return fmt::format("{{{}}}", fmt::join(members, ","));
    }
  }
  return {};
}

}  // namespace lineman
