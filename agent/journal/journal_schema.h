// The journal's file: opened, checked, and brought to the present schema.
#pragma once

#include <SQLiteCpp/Database.h>

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"

namespace lineman {

struct OpenJournal {
  std::unique_ptr<SQLite::Database> database;
  std::string set_aside;  // where a file that could not be read was moved; empty when all is well
};

// Makes the file where there is none. A file that is damaged is moved aside, with its companions,
// and a new one made. Fails when the file cannot be opened for writing, is locked by another
// program for longer than `patience`, or was written by a later version of lineman; it is left as
// it is then.
Result<OpenJournal> OpenJournalFile(const std::string& path, std::chrono::milliseconds patience);

// Moves the file and its companions to a free name beside it, and returns that name.
Result<std::string> SetJournalAside(const std::string& path);

// Whether an error code of SQLite says that the file itself is damaged.
bool MeansDamage(int sqlite_error);

}  // namespace lineman
