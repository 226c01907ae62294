#include "text/yaml.h"

#include <algorithm>
#include <unordered_map>

namespace lineman {

const YamlEntry* YamlNode::FindEntry(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [key](const YamlEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

const YamlNode* YamlNode::Find(std::string_view key) const {
  const YamlEntry* entry = FindEntry(key);
  return entry == nullptr ? nullptr : entry->value.get();
}

YamlPtr MergeYaml(const YamlPtr& base, const YamlPtr& over) {
  if (!base || !over) return over ? over : base;
  if (!base->IsMapping() || !over->IsMapping()) return over;
  const auto merged = std::make_shared<YamlNode>(*base);
  merged->place = over->place;
  std::unordered_map<std::string_view, std::size_t> index;
  for (std::size_t i = 0; i < base->entries.size(); ++i) index.emplace(base->entries[i].key, i);
  for (const YamlEntry& entry : over->entries) {
    const auto known = index.find(entry.key);
    if (known == index.end()) {
      merged->entries.push_back(entry);
      continue;
    }
    YamlEntry& slot = merged->entries[known->second];
    slot.key_place = entry.key_place;
    slot.value = MergeYaml(slot.value, entry.value);
  }
  return merged;
}

}  // namespace lineman
