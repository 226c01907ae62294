// `lineman show`: a profile as it is in force, each value with the place it comes from.

#include <fmt/format.h>

#include <algorithm>

#include "app/commands.h"
#include "app/engines.h"
#include "app/profile_finder.h"
#include "app/terminal.h"

namespace lineman {
namespace {

// Where a value that nobody wrote comes from.
constexpr std::string_view kDefault = "default";

// One line of the output before the comments are lined up.
struct ShownLine {
  std::string text;
  std::string source;
};

bool IsSecret(std::string_view path) {
  return path == "password" || path.ends_with(".answer.password") ||
         path.ends_with(".answer.new_password");
}

// What was written plain may stay plain; what was quoted is quoted where it has to be.
std::string AsWritten(const YamlNode& node) {
  return node.quoted || node.scalar.empty() ? QuoteYaml(node.scalar) : node.scalar;
}

// Puts the keys of a mapping in the order of the table, which is the order of the manual.
void InTableOrder(YamlNode& node, const std::string& path) {
  const auto rows = ProfileTable().rows();
  const auto place = [&](const YamlEntry& entry) {
    const std::string key = path.empty() ? entry.key : path + "." + entry.key;
    const auto at = std::find_if(rows.begin(), rows.end(), [&](const Option& row) {
      return row.path == key || row.path.starts_with(key + ".") || row.path.starts_with(key + "[");
    });
    return at - rows.begin();
  };
  std::stable_sort(node.entries.begin(), node.entries.end(),
                   [&](const YamlEntry& a, const YamlEntry& b) { return place(a) < place(b); });
  for (YamlEntry& entry : node.entries) {
    if (!entry.value->IsMapping()) continue;
    auto ordered = std::make_shared<YamlNode>(*entry.value);
    InTableOrder(*ordered, path.empty() ? entry.key : path + "." + entry.key);
    entry.value = std::move(ordered);
  }
}

// Adds `path: value` to a tree of mappings. False when something else is in the way: then the
// profile gave that key another form, and the default of this one does not count.
bool AddDefault(YamlNode& node, std::string_view path, std::string_view value) {
  const std::size_t dot = path.find('.');
  const std::string key(path.substr(0, dot));
  auto at = std::find_if(node.entries.begin(), node.entries.end(),
                         [&](const YamlEntry& entry) { return entry.key == key; });
  const Place nowhere{std::make_shared<const std::string>(kDefault), 0, 0};
  if (dot == std::string_view::npos) {
    if (at != node.entries.end()) return false;
    auto leaf = std::make_shared<YamlNode>();
    leaf->kind = YamlNode::Kind::kScalar;
    leaf->scalar = value;
    leaf->place = nowhere;
    node.entries.push_back({key, nowhere, leaf});
    return true;
  }
  auto child = std::make_shared<YamlNode>();
  child->kind = YamlNode::Kind::kMapping;
  child->place = nowhere;
  if (at != node.entries.end()) {
    if (!at->value->IsMapping()) return false;
    *child = *at->value;
  }
  if (!AddDefault(*child, path.substr(dot + 1), value)) return false;
  if (at != node.entries.end()) {
    at->value = child;
  } else {
    node.entries.push_back({key, nowhere, child});
  }
  return true;
}

// The profile with the defaults of everything it does not say. Engines' blocks only where the
// profile has that engine; forms of `online` and answers only where they are used.
YamlNode WithDefaults(const Profile& profile) {
  YamlNode root = *profile.source;
  for (const Option& row : ProfileTable().rows()) {
    const bool plain = row.path.find('[') == std::string_view::npos &&
                       row.path.find('*') == std::string_view::npos;
    if (!plain || row.default_value.empty()) continue;
    const std::string_view top = row.path.substr(0, row.path.find('.'));
    const bool other_engine =
        std::any_of(KnownEngines().begin(), KnownEngines().end(), [&](const EngineOptions& engine) {
          return engine.name == top && engine.name != profile.engine;
        });
    const bool inner = top != row.path;
    const bool standby_only = top == "online" && inner &&
                              (root.Find("online") == nullptr || !root.Find("online")->IsMapping());
    if (other_engine || standby_only) continue;
    AddDefault(root, row.path, row.default_value);
  }
  InTableOrder(root, "");
  return root;
}

class Shower {
 public:
  void Mapping(const YamlNode& node, const std::string& path, int depth) {
    for (const YamlEntry& entry : node.entries) {
      const std::string below = path.empty() ? entry.key : path + "." + entry.key;
      Value(entry.key + ":", *entry.value, below, depth);
    }
  }

  std::string Text(const Paint& paint) const {
    std::size_t widest = 0;
    for (const ShownLine& line : lines_) widest = std::max(widest, line.text.size());
    widest = std::min<std::size_t>(widest, 60);
    std::string text;
    for (const ShownLine& line : lines_) {
      text += line.source.empty()
                  ? line.text + "\n"
                  : fmt::format("{:<{}}  {}\n", line.text, widest, paint.Dim("# " + line.source));
    }
    return text;
  }

 private:
  static std::string SourceOf(const Place& place) {
    return place.line == 0 ? std::string(kDefault) : place.FileAndLine();
  }

  void Value(const std::string& head, const YamlNode& node, const std::string& path, int depth) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    const bool flat = std::all_of(node.items.begin(), node.items.end(),
                                  [](const YamlPtr& item) { return item->IsScalar(); });
    if (node.IsScalar() || node.IsNull()) {
      const std::string value = IsSecret(path) ? "(hidden)" : AsWritten(node);
      lines_.push_back({fmt::format("{}{} {}", indent, head, value), SourceOf(node.place)});
    } else if (node.IsSequence() && flat) {
      std::string values;
      for (const YamlPtr& item : node.items) {
        values += (values.empty() ? "" : ", ") + AsWritten(*item);
      }
      lines_.push_back({fmt::format("{}{} [{}]", indent, head, values), SourceOf(node.place)});
    } else if (node.IsSequence()) {
      lines_.push_back({indent + head, ""});
      for (const YamlPtr& item : node.items) Value("-", *item, path + "[]", depth + 1);
    } else if (head == "-" && !node.entries.empty()) {
      // "- first: …", the other keys lined up under it.
      const YamlEntry& first = node.entries.front();
      Value("- " + first.key + ":", *first.value, path + "." + first.key, depth);
      YamlNode rest = node;
      rest.entries.erase(rest.entries.begin());
      Mapping(rest, path, depth + 1);
    } else {
      lines_.push_back({indent + head, ""});
      Mapping(node, path, depth + 1);
    }
  }

  std::vector<ShownLine> lines_;
};

Json ShownJson(const YamlNode& node, const std::string& path) {
  Json json;
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return json;
    case YamlNode::Kind::kScalar:
      json.Set("value", IsSecret(path) ? "(hidden)" : node.scalar);
      json.Set("source", node.place.line == 0 ? std::string(kDefault) : node.place.FileAndLine());
      return json;
    case YamlNode::Kind::kSequence:
      json = Json(Json::Array{});
      for (const YamlPtr& item : node.items) json.Append(ShownJson(*item, path + "[]"));
      return json;
    case YamlNode::Kind::kMapping:
      json = Json(Json::Object{});
      for (const YamlEntry& entry : node.entries) {
        json.Set(entry.key,
                 ShownJson(*entry.value, path.empty() ? entry.key : path + "." + entry.key));
      }
      return json;
  }
  return json;
}

}  // namespace

int RunShow(const CommonOptions& common, const ShowOptions& options) {
  const ProfilePtr profile = FindProfile(common, options.profile).profile;
  if (profile == nullptr) return kExitNo;
  const YamlNode whole = WithDefaults(*profile);
  if (options.json) {
    Print(ShownJson(whole, "").Dump(2) + "\n");
    return kExitDone;
  }
  Shower shower;
  shower.Mapping(whole, "", 0);
  Print(shower.Text(Paint(stdout)));
  return kExitDone;
}

}  // namespace lineman
