// Named pipes that others of this machine may connect to. For *_win32.cc only, on the loop.
//
// A pipe stands where Linux has a socket in the file system, so it is named like one: a path names
// the pipe \\.\pipe\lineman\ with the absolute path behind it. A name that begins with \\.\pipe\ is
// the pipe's own.
#pragma once

#include <asio/io_context.hpp>
#include <asio/windows/stream_handle.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace lineman {

using PipeStream = asio::windows::stream_handle;

// An error when it is too long for the name of a pipe.
Result<std::wstring> PipeNameOf(const std::string& path);
// The same as people read it.
std::string ReadablePipeName(const std::string& path);

// Opens the client's end; an error of Windows, ERROR_PIPE_BUSY among them, or zero. Whoever
// listens learns who this process runs as, and cannot act in its name.
unsigned long OpenPipe(const std::wstring& name, void** handle);
// Whether the pipe at the other end was made by this user, an administrator or the system. Anybody
// may make a pipe of any name where there is none: passwords are not for them.
bool IsTrustedPipe(void* handle);

// Listens at a name for as long as it lives. Programs on other machines are refused.
class PipeListener {
 public:
  // `protection`: who may connect, as a security descriptor in SDDL. A name at which somebody
  // listens already is an error.
  static Result<std::unique_ptr<PipeListener>> Listen(asio::io_context& loop,
                                                      const std::string& path,
                                                      const std::string& protection);
  ~PipeListener();
  PipeListener(const PipeListener&) = delete;
  PipeListener& operator=(const PipeListener&) = delete;

  // Calls back on the loop with each pipe that somebody has connected to.
  void Start(std::function<void(PipeStream)> accepted);

 private:
  class Impl;
  explicit PipeListener(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace lineman
