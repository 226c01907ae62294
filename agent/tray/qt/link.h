// The socket between the desk and the agent. It never waits: a socket that is not there, or an
// agent that is silent, costs one attempt now and then.
#pragma once

#include <QElapsedTimer>
#include <QLocalSocket>
#include <QTimer>

#include "tray/desk.h"

namespace lineman {

class Link {
 public:
  // `path`: of the control socket. The desk must outlive the link.
  Link(QString path, Desk& desk);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // Connects, and again whenever there is no agent.
  void Start();
  void Send();

 private:
  void Entered();
  void Left();
  void Receive();
  void Rearm();
  void Overdue();
  void TryLater();
  Phrase WhyNot() const;

  const QString path_;
  Desk& desk_;
  QLocalSocket socket_;
  QTimer overdue_;
  QTimer again_;
  int tries_ = 0;        // since an agent was there
  bool silent_ = false;  // it was given up because it did not answer
};

}  // namespace lineman
