// Facts about reading, naming and judging RAS errors. What the table must be like as a whole is in
// ras_error_table_test.cc.
#include "ras/ras_error.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace lineman {
namespace {

// ERROR_CANCELLED of Win32 as an HRESULT: what RAS hands through from other parts of Windows.
constexpr auto kForeign = static_cast<RasError>(0x800704c7);

TEST(RasError, ReadsNameNumberAndSymbolAlike) {
  for (const std::string_view spelling :
       {"line_busy", "676", "0x2a4", "0x2A4", "ERROR_LINE_BUSY", "error_line_busy", "Line_Busy"}) {
    EXPECT_EQ(ParseRasError(spelling), RasError::kLineBusy) << spelling;
  }
}

TEST(RasError, ReadsTheSymbolsThatDoNotBeginWithError) {
  EXPECT_EQ(ParseRasError("PENDING"), static_cast<RasError>(600));
  EXPECT_EQ(ParseRasError("pending"), static_cast<RasError>(600));
  EXPECT_EQ(ParseRasError("WARNING_MSG_ALIAS_NOT_ADDED"), static_cast<RasError>(644));
  EXPECT_EQ(ParseRasError("no_md5_migration"), static_cast<RasError>(946));
}

TEST(RasError, AcceptsCodesOfOthers) {
  EXPECT_EQ(ParseRasError("0x800704c7"), kForeign);
  EXPECT_EQ(ParseRasError("2147943623"), kForeign);
  EXPECT_EQ(ParseRasError("5"), static_cast<RasError>(5));
  EXPECT_EQ(ParseRasError("4294967295"), static_cast<RasError>(0xffffffff));
}

TEST(RasError, RefusesJunk) {
  for (const std::string_view junk : {"",
                                      "line busy",
                                      "-1",
                                      "+676",
                                      "99999999999",
                                      "4294967296",
                                      "0x",
                                      "0x100000000",
                                      "0xg",
                                      "676 ",
                                      " 676",
                                      "676,",
                                      "6 76",
                                      "676.0",
                                      "ERROR_",
                                      "ERROR_676",
                                      "error",
                                      "line_busy ",
                                      "WARNING_LINE_BUSY",
                                      "ERROR_PENDING"}) {
    EXPECT_EQ(ParseRasError(junk), std::nullopt) << junk;
  }
}

TEST(RasError, NoneIsNotAnError) {
  for (const std::string_view nothing : {"0", "0x0", "none"}) {
    EXPECT_EQ(ParseRasError(nothing), std::nullopt) << nothing;
  }
  EXPECT_EQ(FindInfo(RasError::kNone), nullptr);
  EXPECT_EQ(NameOf(RasError::kNone), "none");
  EXPECT_EQ(TextOf(RasError::kNone), "no error");
  EXPECT_EQ(DescribeError(RasError::kNone), "no error");
}

TEST(RasError, IsDescribedByNameCodeAndText) {
  EXPECT_EQ(NameOf(RasError::kLineBusy), "line_busy");
  EXPECT_EQ(TextOf(RasError::kLineBusy), "the number is busy");
  EXPECT_EQ(DescribeError(RasError::kLineBusy), "line_busy (676): the number is busy");
}

TEST(RasError, WithoutANameIsDecimalOrAnHresult) {
  EXPECT_EQ(NameOf(static_cast<RasError>(5)), "5");
  EXPECT_EQ(NameOf(static_cast<RasError>(0xffff)), "65535");
  EXPECT_EQ(NameOf(static_cast<RasError>(0x10000)), "0x00010000");
  EXPECT_EQ(NameOf(kForeign), "0x800704c7");
  EXPECT_EQ(TextOf(kForeign), "unknown error 0x800704c7");
  EXPECT_EQ(DescribeError(kForeign), "unknown error 0x800704c7");
}

// 947 was never given out; the others are the nearest numbers outside the two headers.
TEST(RasError, WithoutANameReadsBackToo) {
  for (const std::uint32_t code : {1U, 599U, 876U, 899U, 947U, 957U, 0x10000U, 0x80090302U}) {
    const auto error = static_cast<RasError>(code);
    EXPECT_EQ(FindInfo(error), nullptr) << code;
    EXPECT_EQ(ParseRasError(NameOf(error)), error) << code;
  }
}

TEST(RasError, WithoutANameCountsAsLocalLikeUnknown) {
  EXPECT_EQ(CauseOf(kForeign), Cause::kLocal);
  EXPECT_EQ(CauseOf(static_cast<RasError>(899)), CauseOf(RasError::kUnknown));
}

TEST(RasError, EnumeratorsAreTheCodesTheyName) {
  const std::pair<RasError, std::string_view> expected[] = {
      {RasError::kPortDisconnected, "port_disconnected"},
      {RasError::kDisconnection, "disconnection"},
      {RasError::kRemoteDisconnection, "remote_disconnection"},
      {RasError::kUserDisconnection, "user_disconnection"},
      {RasError::kPortNotAvailable, "port_not_available"},
      {RasError::kUnknown, "unknown"},
      {RasError::kRequestTimeout, "request_timeout"},
      {RasError::kRestrictedLogonHours, "restricted_logon_hours"},
      {RasError::kAcctDisabled, "acct_disabled"},
      {RasError::kPasswdExpired, "passwd_expired"},
      {RasError::kNoDialinPermission, "no_dialin_permission"},
      {RasError::kDeviceNotReady, "device_not_ready"},
      {RasError::kLineBusy, "line_busy"},
      {RasError::kVoiceAnswer, "voice_answer"},
      {RasError::kNoAnswer, "no_answer"},
      {RasError::kNoCarrier, "no_carrier"},
      {RasError::kNoDialtone, "no_dialtone"},
      {RasError::kAuthenticationFailure, "authentication_failure"},
      {RasError::kInteractiveMode, "interactive_mode"},
      {RasError::kBadCallbackNumber, "bad_callback_number"},
      {RasError::kAcctExpired, "acct_expired"},
      {RasError::kChangingPassword, "changing_password"},
      {RasError::kPppTimeout, "ppp_timeout"},
      {RasError::kPppRemoteTerminated, "ppp_remote_terminated"},
      {RasError::kDialAlreadyInProgress, "dial_already_in_progress"},
      {RasError::kIdleTimeout, "idle_timeout"},
      {RasError::kLinkFailure, "link_failure"},
      {RasError::kHibernation, "hibernation"},
      {RasError::kSystemSuspended, "system_suspended"},
      {RasError::kPppSessionTimeout, "ppp_session_timeout"},
  };
  for (const auto& [error, name] : expected) EXPECT_EQ(NameOf(error), name);
}

TEST(RasError, BlamesWhatAnAdministratorWouldBlame) {
  const std::pair<std::uint32_t, Cause> expected[] = {
      {601, Cause::kInternal},    {602, Cause::kLocal},   {608, Cause::kDevice},
      {619, Cause::kServer},      {621, Cause::kConfig},  {623, Cause::kConfig},
      {628, Cause::kLine},        {629, Cause::kServer},  {631, Cause::kUser},
      {633, Cause::kLocal},       {635, Cause::kLocal},   {638, Cause::kServer},
      {646, Cause::kAccount},     {647, Cause::kAccount}, {648, Cause::kCredentials},
      {649, Cause::kAccount},     {651, Cause::kDevice},  {666, Cause::kDevice},
      {676, Cause::kLine},        {677, Cause::kLine},    {678, Cause::kLine},
      {679, Cause::kLine},        {680, Cause::kLine},    {691, Cause::kCredentials},
      {703, Cause::kHuman},       {704, Cause::kHuman},   {708, Cause::kAccount},
      {709, Cause::kCredentials}, {718, Cause::kServer},  {719, Cause::kServer},
      {734, Cause::kServer},      {749, Cause::kConfig},  {756, Cause::kLocal},
      {778, Cause::kSecurity},    {806, Cause::kServer},  {809, Cause::kServer},
      {811, Cause::kSecurity},    {828, Cause::kUser},    {829, Cause::kLine},
      {832, Cause::kSuspend},     {833, Cause::kSuspend}, {834, Cause::kLocal},
      {868, Cause::kServer},      {930, Cause::kServer},  {932, Cause::kAccount},
  };
  for (const auto& [code, cause] : expected) {
    EXPECT_EQ(CauseOf(static_cast<RasError>(code)), cause) << code;
  }
}

TEST(Cause, EveryNameReadsBack) {
  std::set<std::string_view> names;
  for (const Cause cause : AllCauses()) {
    EXPECT_EQ(FindCause(NameOf(cause)), cause);
    names.insert(NameOf(cause));
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"account", "config", "credentials", "device",
                                               "human", "internal", "line", "local", "security",
                                               "server", "suspend", "user"}));
}

TEST(Cause, ThereAreAsManyAsCounted) {
  EXPECT_EQ(AllCauses().size(), static_cast<std::size_t>(kCauseCount));
}

// Counters are kept in arrays by cause.
TEST(Cause, ServesAsAnIndex) {
  for (std::size_t index = 0; index < AllCauses().size(); ++index) {
    EXPECT_EQ(static_cast<std::size_t>(AllCauses()[index]), index);
  }
}

TEST(Cause, RefusesOtherSpellings) {
  for (const std::string_view junk : {"", "Line", "LINE", "line ", "lines", "kLine", "676"}) {
    EXPECT_EQ(FindCause(junk), std::nullopt) << junk;
  }
}

}  // namespace
}  // namespace lineman
