// Who may look and who may act on Windows. Wine tells a pipe's server that everybody is its own
// user, so tokens are judged here, and the pipe's own protection.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "control/client.h"
#include "control/peer.h"
#include "control/pipe_listener.h"
#include "control/windows_basics.h"
#include "control/windows_rights.h"
#include "tests/windows/app/pipe_fixture.h"
// After Asio:
#include <windows.h>
// After it:
#include <aclapi.h>
#include <sddl.h>

namespace lineman {
namespace {

// A token of this user without the power of a group.
OwnedHandle TokenWithout(const char* group) {
  OwnedHandle own;
  OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, own.Put());
  PSID sid = nullptr;
  ConvertStringSidToSidA(group, &sid);
  SID_AND_ATTRIBUTES without{sid, 0};
  OwnedHandle restricted;
  CreateRestrictedToken(own.get(), 0, 1, &without, 0, nullptr, 0, nullptr, restricted.Put());
  LocalFree(sid);
  return restricted;
}

// Like the token's, but another user's.
Peer Stranger(Peer peer) {
  peer.user = "S-1-5-21-1-2-3-1001";
  return peer;
}

TEST(RightsTest, AnAdministratorMayDoAllOnlyWhileTheTokenSaysSo) {
  OwnedHandle own;
  ASSERT_TRUE(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, own.Put()));
  const Result<Peer> elevated = PeerOfToken(own.get());
  ASSERT_TRUE(elevated) << elevated.error().message;
  EXPECT_TRUE(elevated->is_administrator);
  EXPECT_TRUE(RightsOf(Stranger(*elevated), {}).act);
  const Result<Peer> filtered = PeerOfToken(TokenWithout(kAdministratorsSid).get());
  ASSERT_TRUE(filtered) << filtered.error().message;
  EXPECT_FALSE(filtered->is_administrator);
  EXPECT_FALSE(RightsOf(Stranger(*filtered), {}).look);
}

TEST(RightsTest, TheAgentsOwnUserMayDoAll) {
  const Result<ControlGroups> groups = FindGroups("", "");
  ASSERT_TRUE(groups);
  const Result<Peer> filtered = PeerOfToken(TokenWithout(kAdministratorsSid).get());
  ASSERT_TRUE(filtered);
  EXPECT_EQ(filtered->user, OwnSid());
  EXPECT_TRUE(RightsOf(*filtered, *groups).act);
}

TEST(RightsTest, MembersOfAGroupLookOrAct) {
  const Peer member = Stranger(*PeerOfToken(TokenWithout(kAdministratorsSid).get()));
  const Result<ControlGroups> looks = FindGroups("Users", "");
  ASSERT_TRUE(looks) << looks.error().message;
  EXPECT_TRUE(RightsOf(member, *looks).look);
  EXPECT_FALSE(RightsOf(member, *looks).act);
  EXPECT_TRUE(RightsOf(member, *FindGroups("", "Users")).act);
  EXPECT_FALSE(RightsOf(member, *FindGroups("Guests", "Guests")).look);
}

TEST(RightsTest, TheOneWhoMayNotIsToldTheWayInWindowsWords) {
  const Peer anna{"S-1-5-21-1-2-3-1001", {}, false, "your user"};
  EXPECT_EQ(RightsOf(anna, *FindGroups("Users", "")).way_to_look,
            "your user is to join the group 'Users' and log off and on again, or ask in a "
            "terminal that runs as administrator");
  EXPECT_EQ(RightsOf(anna, {}).way_to_act,
            "ask in a terminal that runs as administrator, or name a group in lineman.yaml, "
            "control: {act: GROUP}");
}

TEST(RightsTest, AGroupThatIsNotThereIsAnErrorWithTheWayOut) {
  const Result<ControlGroups> groups = FindGroups("nobody-has-this", "");
  ASSERT_FALSE(groups);
  EXPECT_NE(groups.error().message.find("`net localgroup nobody-has-this /add` makes it"),
            std::string::npos);
}

// The pipe as others find it.
TEST_F(PipeServerTest, ThePipeIsTheAgentsAndLetsInWhoMayLook) {
  ASSERT_TRUE(Listen("Users", ""));
  OwnedHandle pipe;
  ASSERT_EQ(OpenPipe(PipeNameOf(path_).value(), pipe.Put()), 0U);
  EXPECT_TRUE(IsTrustedPipe(pipe.get()));
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  ASSERT_EQ(GetSecurityInfo(pipe.get(), SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION, nullptr,
                            nullptr, nullptr, nullptr, &descriptor),
            0U);
  wchar_t* text = nullptr;
  ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, SDDL_REVISION_1,
                                                       DACL_SECURITY_INFORMATION, &text, nullptr);
  EXPECT_EQ(FromWide(text),
            fmt::format("D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;{})(A;;0x12019b;;;BU)", OwnSid()));
  LocalFree(text);
  LocalFree(descriptor);
}

TEST_F(PipeServerTest, APipeOfAnotherUserIsNoAgentToTalkTo) {
  const Protection others("O:WDD:(A;;FA;;;WD)");
  const OwnedHandle theirs(CreateNamedPipeW(
      PipeNameOf(path_).value().c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_BYTE,
      1, 4096, 4096, 0, static_cast<SECURITY_ATTRIBUTES*>(others.attributes())));
  ASSERT_TRUE(theirs.IsOpen()) << LastMessage();
  const ControlResult<ControlClient> client = ControlClient::Connect(path_);
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().kind, ControlError::Kind::kRefused);
  EXPECT_NE(client.error().message.find("is neither an administrator nor you"), std::string::npos)
      << client.error().message;
}

}  // namespace
}  // namespace lineman
