// What this process keeps of the machine's memory.
#pragma once

namespace lineman {

// Gives back what only the start needed: free pages of the heap, and what was read of the program
// and its libraries, which can be read again. That comes back page by page as it is met, mostly out
// of the system's file cache; nothing is lost.
void GiveBackMemory();

}  // namespace lineman
