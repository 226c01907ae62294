-- Read by `luacheck --config plugins/.luacheckrc --quiet plugins`.
std = "lua54"
read_globals = { "lineman" }
max_line_length = 100
exclude_files = { "**/*.d.lua" }
