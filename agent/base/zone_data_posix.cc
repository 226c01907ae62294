#include "base/zone_data.h"

namespace lineman {

void FindZoneData() {}

}  // namespace lineman
