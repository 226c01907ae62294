// What YAML made to hurt costs, against plain YAML as long, read in the same run.
//
// Whoever may write a configuration must not be able to hold up or fill the machine of the agent
// that reads it. Each text is as long as a text may be (1 MiB), made of one piece over and over,
// by itself and where the piece means something else. Each is read in a process of its own, so
// that its memory can be told.

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/measure.h"
#include "text/yaml.h"

namespace lineman::bench {
namespace {

constexpr std::size_t kLongest = 1U << 20U;
constexpr int kRepetitions = 3;
// Measured: up to 1.2 times the time and 3.8 times the memory of plain YAML.
constexpr double kMostTime = 4;
constexpr double kMostMemory = 6;
// Per key, of 40 times as many. Measured: 4, which is memory that is in no cache; a merge that
// looked for each key in all of them would come to 40.
constexpr double kMostMergeGrowth = 12;

struct Cost {
  double seconds = std::numeric_limits<double>::infinity();
  double mebibytes = std::numeric_limits<double>::infinity();
};

std::string Repeated(std::string_view before, std::string_view piece) {
  std::string text(before);
  while (text.size() < kLongest) text += piece;
  text.resize(kLongest);
  return text;
}

std::string IndentedDeeper(std::string_view piece) {
  std::string text;
  for (std::string blanks; text.size() + blanks.size() + piece.size() < kLongest; blanks += ' ')
    text.append(blanks).append(piece);
  return text;
}

// Ten times as many uses of an alias with each of 50 generations.
std::string Laughs() {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 50; ++i) {
    const std::vector<std::string> ten(10, fmt::format("*a{}", i - 1));
    text += fmt::format("a{}: &a{} [{}]\n", i, i, fmt::join(ten, ", "));
  }
  return text;
}

std::string Plain() {
  std::string text;
  for (int i = 0; text.size() + 64 < kLongest; ++i)
    text += fmt::format("key-{}: a value of {}\n", i, i);
  return text;
}

// In a child; a child that dies costs infinitely much.
Cost CostOf(const std::string& text) {
  int ends[2] = {};
  if (pipe(ends) != 0) return {};
  const pid_t child = fork();
  if (child == 0) {
    Cost cost;
    cost.seconds = CpuSecondsOf([&text] {
      Findings findings;
      ParseYaml(text, "t", findings);
    });
    struct rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    cost.mebibytes = static_cast<double>(usage.ru_maxrss) / 1024;
    _exit(write(ends[1], &cost, sizeof cost) == sizeof cost ? 0 : 1);
  }
  close(ends[1]);
  Cost cost;
  if (read(ends[0], &cost, sizeof cost) != sizeof cost) cost = {};
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return cost;
}

Cost BestCostOf(const std::string& text) {
  Cost best;
  for (int i = 0; i < kRepetitions; ++i) {
    const Cost cost = CostOf(text);
    best.seconds = std::min(best.seconds, cost.seconds);
    best.mebibytes = std::min(best.mebibytes, cost.mebibytes);
  }
  return best;
}

// The worst of the texts seen, as ratios to plain YAML.
class Worst {
 public:
  explicit Worst(const Cost& plain) : plain_(plain) {}

  void See(std::string_view name, const std::string& text) {
    ++count;
    Cost cost = CostOf(text);
    // A second look where a neighbour may have been in the way.
    if (cost.seconds > plain_.seconds * kMostTime) cost = BestCostOf(text);
    if (cost.seconds / plain_.seconds > time) {
      time = cost.seconds / plain_.seconds;
      slowest = name;
    }
    if (cost.mebibytes / plain_.mebibytes > memory) {
      memory = cost.mebibytes / plain_.mebibytes;
      largest = name;
    }
  }

  int count = 0;
  double time = 0;
  double memory = 0;
  std::string slowest;
  std::string largest;

 private:
  Cost plain_;
};

void SeeAll(Worst& worst) {
  for (const std::string_view piece :
       {"[",       "{",         "[{",       "[a,[",        "[\n", "[#\n", "{a,",   "{a: [",
        "{\"a\":", "\"",        "\"\" ",    "'",           "\\",  "a\n",  "é",     "|\n",
        "- ",      "? ",        "& ",       "&a ",         "*a ", "!a ",  ":",     ": ",
        "a: ",     "%\n",       "#",        " ",           "\n",  "1,",   "---\n", "- *a\n",
        "a: b\n",  "- |\n x\n", "- &a b\n", "%TAG !a! b\n"}) {
    for (const std::string_view before : {"", "a: ", "[", "a: \""})
      worst.See(fmt::format("{:?}", fmt::format("{}{}", before, piece)), Repeated(before, piece));
  }
  for (const std::string_view piece : {"a:\n", "-\n", "? a\n"})
    worst.See(fmt::format("{:?}, each deeper", piece), IndentedDeeper(piece));
  worst.See("aliases of aliases", Laughs());
}

double MergeSeconds(int keys) {
  std::string below;
  std::string above;
  for (int i = 0; i < keys; ++i) {
    below += fmt::format("k{}: 1\n", i);
    above += fmt::format("k{}: 2\n", keys - 1 - i);
  }
  Findings findings;
  const YamlPtr base = ParseYamlMapping(below, "t", findings);
  const YamlPtr over = ParseYamlMapping(above, "t", findings);
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < kRepetitions; ++i)
    best = std::min(best, CpuSecondsOf([&] { MergeYaml(base, over); }));
  return best;
}

int Run() {
  const Cost plain = BestCostOf(Plain());
  fmt::print("plain YAML of 1 MiB: {:.3f} s of CPU, {:.0f} MiB at most\n", plain.seconds,
             plain.mebibytes);
  Worst worst(plain);
  SeeAll(worst);
  const double growth = MergeSeconds(40'000) / MergeSeconds(1'000) / 40;
  fmt::print("{:<44} {:>8} {:>8}\n", fmt::format("of {} hostile texts, against it", worst.count),
             "ratio", "at most");
  fmt::print("{:<44} {:>8.2f} {:>8.2f}\n", fmt::format("the slowest: {}", worst.slowest),
             worst.time, kMostTime);
  fmt::print("{:<44} {:>8.2f} {:>8.2f}\n", fmt::format("the largest: {}", worst.largest),
             worst.memory, kMostMemory);
  fmt::print("{:<44} {:>8.2f} {:>8.2f}\n", "merging one key, among 40 times as many", growth,
             kMostMergeGrowth);
  return worst.time <= kMostTime && worst.memory <= kMostMemory && growth <= kMostMergeGrowth ? 0
                                                                                              : 1;
}

}  // namespace
}  // namespace lineman::bench

int main() { return lineman::bench::Run(); }
