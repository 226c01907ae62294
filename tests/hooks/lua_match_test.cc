// Patterns and sorting, compared with Lua on made-up input.
#include <random>

#include "lua_stock.h"

namespace lineman {
namespace {

// Patterns of pieces, every one of them a right one.
class PatternMaker {
 public:
  explicit PatternMaker(unsigned seed) : chance_(seed) {}

  std::string Pattern() {
    std::string pattern = Below(6) == 0 ? "^" : "";
    for (int left = 1 + Below(5); left > 0; --left) pattern += Piece();
    if (closed_ > 0 && Below(3) == 0) pattern += "%" + std::to_string(1 + Below(closed_));
    closed_ = 0;
    return pattern + (Below(6) == 0 ? "$" : "");
  }
  std::string Subject() {
    std::string subject;
    for (int left = Below(13); left > 0; --left) subject += "ab1 (_)A-"[Below(9)];
    return subject;
  }

 private:
  int Below(int limit) { return static_cast<int>(chance_() % static_cast<unsigned>(limit)); }
  std::string Piece() {
    switch (Below(8)) {
      case 0:
        ++closed_;
        return "(" + Single() + (Below(2) == 0 ? Single() : "") + ")";
      case 1: {
        constexpr const char* kOthers[] = {"%b()", "%bab", "%f[%a]", "%f[^%w]", "%f[b%s]"};
        return kOthers[Below(5)];
      }
      case 2:
        if (Below(3) != 0) return Single();
        ++closed_;
        return "()";
      default:
        return Single();
    }
  }
  std::string Single() {
    constexpr const char* kSingles[] = {"a",     "b",      "1",      ".",    "%a",   "%d",
                                        "%s",    "%W",     "%p",     "[ab]", "[^a]", "[a-c%d]",
                                        "[%a_]", "[^%s(]", "%(",     "[]a]", "[a-]", "%-",
                                        "%x",    "[%W]",   "[^%W1]", "A",    "%u",   "[0-9]"};
    constexpr const char* kRepeats[] = {"", "", "", "*", "+", "-", "?"};
    return std::string(kSingles[Below(24)]) + kRepeats[Below(7)];
  }

  std::minstd_rand chance_;
  int closed_ = 0;  // captures
};

constexpr const char* kTryPattern = R"(
  local out = {}
  out[#out + 1] = try(string.find, s, p)
  out[#out + 1] = try(string.find, s, p, 3)
  out[#out + 1] = try(string.match, s, p)
  out[#out + 1] = try(string.match, s, p, -4)
  out[#out + 1] = try(string.gsub, s, p, '<%0|%1>')
  out[#out + 1] = try(string.gsub, s, p, '%%', 2)
  out[#out + 1] = try(string.gsub, s, p, {a = 'A', ab = 1, ['1'] = false})
  out[#out + 1] = try(string.gsub, s, p, function(...) return '{' .. show(...) .. '}' end)
  out[#out + 1] = try(function()
    local all = {}
    for a, b, c in s:gmatch(p) do all[#all + 1] = show(a, b, c) end
    return table.concat(all, ';')
  end)
  return table.concat(out, '\n')
)";

TEST(LuaSandbox, MatchesAnyPatternAsLuaDoes) {
  StockLua stock;
  Script script;
  PatternMaker maker(20240131);
  for (int i = 0; i < 1500; ++i) {
    const std::string pattern = maker.Pattern();
    const std::string subject = maker.Subject();
    const std::string text = std::string(kShow) + "local s, p = [[" + subject + "]], [==[" +
                             pattern + "]==]\n" + kTryPattern;
    ASSERT_EQ(RunSandboxed(script, text), stock.Run(text)) << pattern << " on " << subject;
  }
}

TEST(LuaSandbox, SortsAsLuaDoesWhateverTheOrder) {
  StockLua stock;
  Script script;
  for (int seed = 1; seed <= 30; ++seed) {
    const std::string text = "local t, x = {}, " + std::to_string(seed) +
                             " for i = 1, x * 7 do x = (x * 1103515245 + 12345) % 2147483648\n"
                             "t[i] = x % 50 < 10 and x + 0.5 or x % 1000 end table.sort(t)\n"
                             "return table.concat(t, ' ')";
    ASSERT_EQ(RunSandboxed(script, text), stock.Run(text));
  }
}

TEST(LuaSandbox, SortsStably) {
  EXPECT_EQ(Printed("local t = {} for i = 1, 20 do t[i] = {key = i % 3, place = i} end\n"
                    "table.sort(t, function(a, b) return a.key < b.key end)\n"
                    "local places = {} for i, each in ipairs(t) do places[i] = each.place end\n"
                    "print(table.concat(places, ' '))"),
            "3 6 9 12 15 18 1 4 7 10 13 16 19 2 5 8 11 14 17 20\n");
}

TEST(LuaSandbox, EndsASortThatContradictsItselfWithTheSameValues) {
  EXPECT_EQ(Printed("local t = {} for i = 1, 100 do t[i] = i end\n"
                    "table.sort(t, function(a, b) return math.random() < 0.5 end)\n"
                    "local sum = 0 for i = 1, 100 do sum = sum + t[i] end print(#t, sum)"),
            "100\t5050\n");
}

}  // namespace
}  // namespace lineman
