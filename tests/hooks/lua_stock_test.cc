// The sandbox gives what Lua gives.
#include "lua_stock.h"

namespace lineman {
namespace {

constexpr const char* kExpressions[] = {
    // string
    "('x'):rep(3)", "('x'):rep(0)", "('x'):rep(-1)", "('ab'):rep(3, '-')", "(''):rep(5)",
    "('x'):rep(1, '-')", "('hello'):sub(2, 3)", "('hello'):sub(-3)", "('hello'):sub(2, -2)",
    "('hello'):sub(0)", "('hello'):sub(10)", "('hello'):sub(-100, 100)", "('hello'):sub(3, 2)",
    "('hello'):sub(math.mininteger, math.maxinteger)", "('hello'):byte()", "('hello'):byte(-1)",
    "('hello'):byte(2, 4)", "('hello'):byte(10)", "('hello'):byte(0)", "string.char(72, 105)",
    "string.char()", "try(string.char, 256)", "try(string.char, -1)", "('hElLo'):upper()",
    "('hElLo'):lower()", "('abc'):reverse()", "('abc'):len()", "#'a\\0b'", "('a\\0b'):upper()",
    "string.len(12)", "('5'):rep('2')", "'10' + 5", "'0x10' * 2", "'3' .. 4", "-'2'", "'10' // '3'",
    "'7' % 4", "2 ^ '3'", "try(function() return 'x' + 1 end)", "try(function() return {} + 1 end)",
    "' 5 ' + 1", "'1e1' + 1", "10 .. ''", "1.5 .. ''",
    // find
    "('hello world'):find('wor')", "('hello'):find('l', 1, true)", "('hello'):find('')",
    "('hello'):find('', 10)", "('hello'):find('', 6)", "('hello'):find('xyz')",
    "('a.b'):find('.', 1, true)", "('a.b'):find('%.')", "('hello'):find('l', -2)",
    "('hello'):find('(l)(l)')", "('hello'):find('()ll()')", "(''):find('')", "(''):find('a')",
    "('a+b'):find('+', 1, true)", "('aaab'):find('a-b')", "('x'):find('x', 2)", "('x'):find('', 3)",
    // match
    "('key = value'):match('^(%w+)%s*=%s*(%w+)$')", "('2024-01-31'):match('(%d+)-(%d+)-(%d+)')",
    "('  trim  '):match('^%s*(.-)%s*$')", "('hello'):match('.-(l+)')", "('abc'):match('()')",
    "('f(a(b)c)d'):match('%b()')", "('f(a(b)c'):match('%b()')",
    "('THE (quick) fox'):find('%((%a+)%)')", "('abcabc'):match('(abc)%1')",
    "('\"it\\'s\"'):match('([\"\\'])(.-)%1')", "('hello'):match('^l')", "('a]b'):match('[]]')",
    "('a-b'):match('[a-]+')", "('a^b'):match('[b^]+')", "('x^'):match('[^^]')",
    "('THE (quick) fox'):gsub('%f[%a]%a+', string.lower)", "('THE END'):match('%f[%A]()')",
    "('a\\0b'):match('%z*')", "('aXb'):match('%u')", "('aXb'):gsub('%U', '.')", "('x'):match('x$')",
    "('x$'):match('x$')", "('x$y'):match('x$y')", "('a.b-c'):gsub('%p', '%%')",
    "('\\1\\2a'):gsub('%c', 'c')", "('ff G'):gsub('%x', 'x')", "('a b\\tc'):gsub('%s', '_')",
    "('a b\\tc'):gsub('%g', '_')",
    // gsub
    "('hello world'):gsub('o', '0')", "('hello'):gsub('', '-')", "('hello'):gsub('l', 'L', 1)",
    "('hello'):gsub('l', 'L', 0)", "('abc'):gsub('%w', '%0%0')", "('abc'):gsub('(a)(b)', '%2%1')",
    "('abc'):gsub('b', '%%')", "('$name is'):gsub('%$(%w+)', {name = 'Lua'})",
    "('$x $y'):gsub('%$(%w+)', {x = 1})", "('abc'):gsub('.', {a = 1, b = true and 'B', c = false})",
    "('abc'):gsub('%w', function(c) return c == 'b' and 'X' end)", "('abc'):gsub('()', '%1')",
    "('abc'):gsub('^a', 'x')", "('aaa'):gsub('^a', 'x')", "('abc'):gsub('b*', '-')",
    "('hello world'):gsub('%w+', '%0 %0', 1)", "try(string.gsub, 'abc', 'a', '%2')",
    "try(string.gsub, 'abc', 'a', '%')", "try(string.gsub, 'abc', 'a', '%x')",
    "try(string.gsub, 'abc', 'a)', 'x')", "try(string.gsub, 'abc', '[a', 'x')",
    "try(string.gsub, 'abc', 'a', true)", "try(string.gsub, 'abc', 'a', function() return {} end)",
    "try(string.find, 'a', '%')", "try(string.find, 'a', '%1')", "try(string.find, 'a', '(%1)')",
    "try(string.find, 'a', '%f')", "try(string.find, 'a', '[%')", "try(string.find, 'a', '[]')",
    "try(string.find, 'a', '[^]')", "try(string.find, 'a', '%b')", "('abc'):gsub('a', 1.5)",
    "('abc'):gsub(1, 2)", "('x = 1, y = 2'):gsub('(%w+) = (%w+)', '%2 = %1')",
    // gmatch
    "(function() local r = {} for w in ('one two  three'):gmatch('%a+') do r[#r + 1] = w end "
    "return table.concat(r, ',') end)()",
    "(function() local r = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do r[#r + 1] = k .. v "
    "end "
    "return table.concat(r, ',') end)()",
    "(function() local n = 0 for p in ('abc'):gmatch('()') do n = n * 10 + p end return n end)()",
    "(function() local r = {} for w in ('abcabc'):gmatch('a', 2) do r[#r + 1] = w end return #r "
    "end)()",
    "(function() local n = 0 for _ in ('abc'):gmatch('^a') do n = n + 1 end return n end)()",
    "(function() local n = 0 for _ in ('abc'):gmatch('', -1) do n = n + 1 end return n end)()",
    // format
    "('%d'):format(42)", "('%5d|%-5d|%05d'):format(42, 42, 42)", "('%+d % d'):format(1, 1)",
    "('%i'):format(3.0)", "try(string.format, '%d', 3.5)", "('%d'):format('10')",
    "('%u'):format(5)", "('%c%c'):format(72, 105)", "('%3c|%-3c|'):format(72, 105)",
    "('%x %X %#x'):format(255, 255, 255)", "('%o %#o'):format(8, 8)", "('%x'):format(-1)",
    "('%e %E'):format(12345.678, 0.5)", "('%f %.2f %10.3f|'):format(1.5, 1.005, 3.14159)",
    "('%g %g %G'):format(1e20, 0.1, 1e-10)", "('%.14g'):format(0.1)",
    "('%5.1f|%-8.2f|%+.1f'):format(1, 2, 3)", "('%.3d'):format(5)",
    "('%s %s %s'):format(1, true, nil)", "('%10s|%-10s|'):format('a', 'b')",
    "('%.2s'):format('abc')", "('%5.1s|'):format('abc')", "('%s'):format('a\\0b')",
    "try(string.format, '%5s', 'a\\0b')", "('%q'):format('a\"b\\\\c\\nd\\0e\\r1')",
    "('%q'):format(1 / 3)", "('%q'):format(42)", "('%q'):format(math.mininteger)",
    "('%q %q'):format(1 / 0, -1 / 0)", "('%q'):format(true)", "('%q'):format(nil)",
    "try(string.format, '%q', {})", "try(string.format, '%5q', 'x')", "('%%'):format()",
    "('100%%'):format()", "try(string.format, '%')", "try(string.format, '%y', 1)",
    "try(string.format, '%d')", "try(string.format, '%d', 'x')", "try(string.format, '%123d', 1)",
    "try(string.format, '%.123d', 1)", "try(string.format, '%#d', 1)",
    "try(string.format, '%0s', 'x')", "('%.0f'):format(0.5)", "('%5.f|'):format(2)",
    "('%.f'):format(2)", "('%99.99f'):format(1e308)",
    "('%s'):format(setmetatable({}, {__tostring = function() return 'own' end}))",
    "('%.20s'):format('x')", "('%.s|'):format('x')", "('%-5d|'):format(-3)", "('%s'):format(1.0)",
    "('%d'):format(-0.0)",
    // table
    "table.concat({1, 2, 3})", "table.concat({1, 2, 3}, ', ')", "table.concat({1, 2, 3}, ',', 2)",
    "table.concat({1, 2, 3}, ',', 2, 3)", "table.concat({}, ',')", "table.concat({1.5, 'x'}, '-')",
    "try(table.concat, {1, {}, 3})", "try(table.concat, {1, 2}, ',', 1, 3)",
    "(function() local t = {1, 2} table.insert(t, 3) table.insert(t, 1, 0) return table.concat(t) "
    "end)()",
    "try(table.insert, {1, 2}, 5, 0)", "try(table.insert, {1, 2}, 0, 0)", "try(table.insert, {1})",
    "try(table.insert, {1}, 1, 2, 3)", "try(table.insert, nil, 1)",
    "(function() local t = {1, 2, 3} return table.remove(t), table.remove(t, 1), #t, t[1] end)()",
    "table.remove({})", "table.remove({}, 0)", "try(table.remove, {1, 2}, 5)",
    "table.remove({1, 2}, 3)", "try(table.remove, {1, 2}, 0)", "table.remove({[0] = 'zero'}, 0)",
    "try(table.remove, {}, 2)", "table.concat(table.move({1, 2, 3, 4, 5}, 2, 4, 1), ',')",
    "table.concat(table.move({1, 2, 3, 4, 5}, 1, 3, 3), ',')",
    "table.concat(table.move({1, 2, 3}, 1, 3, 2, {9}), ',')", "#table.move({1, 2, 3}, 1, 0, 1)",
    "try(table.move, {}, math.mininteger, math.maxinteger, 1)",
    "try(table.move, {}, 1, 2, math.maxinteger)", "table.pack(1, nil, 3).n", "table.pack().n",
    "table.unpack({1, 2, 3})", "table.unpack({1, 2, 3}, 2)", "table.unpack({1, 2, 3}, 2, 3)",
    "table.unpack({1, 2}, 0, 3)", "table.unpack({}, 1, 2)", "table.unpack({1, 2, 3}, -1, 1)",
    "table.unpack({}, math.maxinteger, math.maxinteger)", "table.unpack({}, math.maxinteger, 1)",
    "(function() local t = {3, 1, 2} table.sort(t) return table.concat(t) end)()",
    "(function() local t = {3, 1, 2} table.sort(t, function(a, b) return a > b end) "
    "return table.concat(t) end)()",
    "(function() local t = {'b', 'a', 'B', '', 'aa'} table.sort(t) return table.concat(t, ',') "
    "end)()",
    "(function() local t = {3, 1.5, -2, 2^60, 7} table.sort(t) return table.concat(t, ',') end)()",
    "try(table.sort, {1, 'x'})", "try(table.sort, {1, 2}, 5)", "try(table.sort, {{}, {}})",
    "(function() local t = {5} table.sort(t) return t[1] end)()", "try(table.sort, {})",
    // base
    "select('#')", "select('#', 1, nil)", "select(2, 'a', 'b', 'c')", "select(-1, 'a', 'b', 'c')",
    "select(-2, 'a', 'b', 'c')", "try(select, 0)", "try(select, -5, 1)", "select(5, 1)",
    "try(select, 'x')", "tonumber('10')", "tonumber('0x1p4')", "tonumber('  12  ')",
    "tonumber('1e1')", "tonumber('x')", "tonumber('')", "tonumber('10', 2)", "tonumber('ff', 16)",
    "tonumber('zZ', 36)", "tonumber('8', 8)", "tonumber(' -7 ', 8)",
    "tonumber('7fffffffffffffff', 16)", "tonumber('ffffffffffffffffff', 16)",
    "try(tonumber, '1', 1)", "try(tonumber, 1, 10)", "try(tonumber)", "tonumber(nil)",
    "tonumber({})", "tonumber('1 2')", "tonumber('1\\0')", "tonumber(5.5)", "tonumber('- 1', 10)",
    "tonumber('1.5', 10)", "tonumber('inf')", "tonumber('nan')", "tonumber('0x')", "tonumber('1e')",
    "tostring(1)", "tostring(1.0)", "tostring(-0.0)", "tostring(1e15)", "tostring(1e100)",
    "tostring(0.1)", "tostring(1/0)", "tostring(-1/0)", "tostring(2^53)", "tostring(2^63)",
    "tostring(math.mininteger)", "tostring(nil)", "tostring(true)", "tostring('x')",
    "try(tostring)", "try(tostring, setmetatable({}, {__tostring = function() return 1 end}))",
    "type(nil)", "type(1)", "type(type)", "try(type)", "rawequal('a', 'a')", "rawequal({}, {})",
    "rawequal(1, 1.0)", "rawlen({1, 2})", "rawlen('abc')", "try(rawlen, 5)", "rawget({5}, 1)",
    "rawget(setmetatable({}, {__index = {x = 1}}), 'x')", "rawset({}, 1, 2)[1]",
    "try(rawset, {}, nil, 1)", "try(rawget, 1, 1)", "assert(1, 2, 3)", "try(assert, false)",
    "try(assert, nil, 'why')", "select(2, pcall(assert, false, 'why'))",
    "select(2, pcall(assert, nil))", "select(2, pcall(assert, false, {1})) ~= nil", "try(assert)",
    "pcall(error)", "pcall(error, nil)", "pcall(error, 'x', 0)", "pcall(error, 42)",
    "pcall(pcall, error)", "xpcall(error, function(m) return m .. '!' end, 'x')",
    "xpcall(function(...) return ... end, print, 1, 2)", "try(xpcall, print)",
    "try(xpcall, print, 1)", "xpcall(error, function(m) return type(m) end)", "try(pcall)",
    "pcall(5)", "try(getmetatable)", "getmetatable({})",
    "getmetatable(setmetatable({}, {__metatable = 'mine'}))",
    "try(setmetatable, setmetatable({}, {__metatable = 1}), {})", "try(setmetatable, {})",
    "try(setmetatable, 1, {})", "try(setmetatable, {}, 1)", "getmetatable(setmetatable({}, nil))",
    "(function() local r = '' for i, v in ipairs({1, 2, nil, 4}) do r = r .. i .. v end return r "
    "end)()",
    "(function() local t = setmetatable({}, {__index = function(_, i) if i < 4 then return i end "
    "end}) "
    "local n = 0 for i in ipairs(t) do n = n + i end return n end)()",
    "try(ipairs)", "try(pairs)", "_VERSION", "_G._G == _G",
    "(function() local n = 0 for k, v in pairs({5, 6, x = 7}) do n = n + v end return n end)()",
    "(function() for a, b, c in pairs(setmetatable({}, {__pairs = function(t) return function(_, "
    "k) "
    "if not k then return 1, 2, 3 end end, t, nil end})) do return a, b, c end end)()",
    // math
    "math.floor(3.7)", "math.ceil(3.2)", "math.floor(-3.5)", "math.max(1, 5, 3)",
    "math.min(1.5, 2)", "math.abs(-5)", "math.abs(math.mininteger)", "math.fmod(7, 3)",
    "math.fmod(-7, 3)", "math.sqrt(16)", "math.pi", "math.huge", "math.tointeger(3.0)",
    "math.tointeger(3.5)", "math.type(1)", "math.type(1.0)", "math.type('1')", "math.ult(1, -1)",
    "math.modf(3.7)", "math.modf(-3.7)", "math.exp(0)", "math.log(8, 2)", "math.log(100, 10)",
    "math.deg(math.pi)", "math.rad(180)", "math.sin(0)", "math.cos(0)", "math.atan(1, 1)",
    "math.maxinteger + 1 == math.mininteger", "try(math.floor, 'x')", "math.floor('3.7')",
    "try(math.max)", "try(math.fmod, 1, 0)", "math.tointeger('8')",
    // utf8
    "utf8.char(72, 228, 8364, 128512)", "utf8.char()", "utf8.char(0x7FFFFFFF)",
    "try(utf8.char, -1)", "utf8.len('häß€')", "utf8.len('\\xff')", "utf8.codepoint('äb', 1, -1)",
    "utf8.offset('aäb', 3)", "utf8.offset('aäb', -1)", "utf8.charpattern",
    "(function() local r = '' for p, c in utf8.codes('aä€😀') do r = r .. p .. ':' .. c .. ' ' end "
    "return r end)()",
    "try(function() for _ in utf8.codes('a\\xff') do end end)",
    "try(function() for _ in utf8.codes('\\u{D800}') do end end)",
    "(function() local n = 0 for _, c in utf8.codes('\\u{D800}\\u{7FFFFFFF}', true) do n = n + c "
    "end return n end)()",
    "try(function() for _ in utf8.codes('\\xc0\\x80') do end end)",
    "try(function() for _ in utf8.codes('\\xe2\\x82') do end end)",
    "(function() for _ in utf8.codes('') do return 'some' end return 'none' end)()"};

TEST(LuaSandbox, GivesWhatLuaGives) {
  StockLua stock;
  Script script;
  for (const char* expression : kExpressions) {
    const std::string text = std::string(kShow) + "return show(" + expression + ")";
    EXPECT_EQ(RunSandboxed(script, text), stock.Run(text)) << expression;
  }
}

// Differences that are meant.
TEST(LuaSandbox, GivesNoAddresses) {
  EXPECT_EQ(Printed("print({}, print, tostring(print), ('%s'):format({}))"),
            "table\tfunction\tfunction\ttable\n");
  EXPECT_EQ(Printed("print(pcall(string.format, '%p', {}))"),
            "false\tinvalid conversion '%p' to 'format'\n");
  EXPECT_EQ(Printed("print(pcall(string.format, '%a', 1))"),
            "false\tinvalid conversion '%a' to 'format'\n");
}

TEST(LuaSandbox, TellsAWrongPatternEvenWhereNothingMatches) {
  EXPECT_EQ(Printed("print(pcall(string.find, 'abc', 'x%'))"),
            "false\tmalformed pattern (ends with '%')\n");
  EXPECT_EQ(Printed("print(pcall(string.gmatch, '', '(a'))"), "false\tunfinished capture\n");
  EXPECT_EQ(Printed("print(pcall(string.find, 'abc', 'x[a'))"),
            "false\tmalformed pattern (missing ']')\n");
  EXPECT_EQ(Printed("print(pcall(string.find, 'abc', '%b('))"),
            "false\tmalformed pattern (missing arguments to '%b')\n");
  EXPECT_EQ(Printed("print(pcall(string.find, 'abc', '%fa'))"),
            "false\tmissing '[' after '%f' in pattern\n");
  EXPECT_EQ(Printed("print(pcall(string.find, 'abc', '%1'))"),
            "false\tinvalid capture index %1 in pattern\n");
  EXPECT_EQ(Printed("print(pcall(string.gsub, 'abc', '(a', 'x'))"), "false\tunfinished capture\n");
}

}  // namespace
}  // namespace lineman
