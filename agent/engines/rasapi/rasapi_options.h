// The `rasapi:` block of a profile: its keys, and what is wrong with one beyond each key's type.
#pragma once

#include "base/time.h"
#include "engines/rasapi/host.h"
#include "model/option_table.h"

namespace lineman::rasapi {

struct RasapiOptions {
  Entry entry;
  bool run_script = false;
  Duration settle{0};  // between a hang-up and the entry's next dial
  Duration poll{0};    // how often RAS is asked how the connection is
};

// The keys, for the tables of profiles.
const OptionTable& RasapiOptionTable();

// Reads a block that its table has checked; null gives the defaults.
RasapiOptions ReadRasapiOptions(const YamlNode* block);

// What the table cannot see: that there is something to dial, and that RAS can hold it. `place`: of
// the profile, for a block that is missing.
void CheckRasapiOptions(const YamlNode* block, bool has_numbers, const Place& place,
                        Findings& findings);

}  // namespace lineman::rasapi
