// Entries of phone books: who else dials them, what is saved with them, what is in their names.
#include "tests/windows/ras/on_double.h"
#include "tests/windows/ras_sim/text.h"
#include "tests/windows/ras_sim/windows_ras.h"

namespace lineman::ras_test {
namespace {

using Entries = OnDouble;

// "number 3, 1 more, redials": an entry as RAS has it.
std::string EntryOf(const Double& ras, const wchar_t* name) {
  const auto get = ras.Get<decltype(RasGetEntryPropertiesW)>("RasGetEntryPropertiesW");
  std::string bytes(sizeof(RASENTRYW) + 1000, '\0');
  auto* const entry = reinterpret_cast<RASENTRYW*>(bytes.data());
  entry->dwSize = sizeof(RASENTRYW);
  auto size = static_cast<DWORD>(bytes.size());
  EXPECT_EQ(get(nullptr, name, entry, &size, nullptr, nullptr), 0U);
  std::string text = "number " + ras_sim::TextIn(entry->szLocalPhoneNumber);
  if (entry->dwAlternateOffset != 0)
    text +=
        ", " +
        ras_sim::ToUtf8(reinterpret_cast<const wchar_t*>(bytes.data() + entry->dwAlternateOffset)) +
        " too";
  return text + ((entry->dwfOptions2 & RASEO2_ReconnectIfDropped) != 0 ? ", redials" : "");
}

TEST_F(Entries, AnEntryThatSomebodyElseHasUpIsNotDialled) {
  ras_.UsePhoneBook("[office]\nPhoneNumber=1\nUser=kiosk\nPassword=secret\n");
  ras_.Set("up", "office");
  const auto list = ras_.Get<decltype(RasEnumConnectionsW)>("RasEnumConnectionsW");
  const auto is_up = [&] {
    DWORD size = 0;
    DWORD count = 0;
    return list(nullptr, &size, &count) == ras_sim::kBufferTooSmall;
  };
  ASSERT_TRUE(dialler_.RunUntil(is_up));
  Dialled dial(dialler_, RequestFor("office"));
  const Notification end = dial.AwaitEnd();
  EXPECT_EQ(end.error, RasError::kDialAlreadyInProgress) << end.detail;
  EXPECT_EQ(ras_.Dials(), "");
  EXPECT_TRUE(is_up()) << "it was hung up";
}

TEST_F(Entries, AnEntryThatSomebodyElseDialsEndsWithItsError) {
  ras_.Set("dialling", "1");
  EXPECT_EQ(EndOf("1"), RasError::kDialAlreadyInProgress);
}

TEST_F(Entries, WindowsOwnRedialIsOffWhileTheLineIsDialledAndOnAgainAfterIt) {
  ras_.UsePhoneBook("[office]\nPhoneNumber=3\nAlternate=1\nRedialOnLinkFailure=1\n");
  Dialled first(dialler_, RequestFor("office"));
  EXPECT_TRUE(first.AwaitUp());
  EXPECT_EQ(EntryOf(ras_, L"office"), "number 3, 1 too");
  first.AwaitEnd();
  // Had Windows redialled by itself, this dial would be a breach.
  Dialled second(dialler_, RequestFor("office"));
  EXPECT_TRUE(second.AwaitUp());
  second.HangUp();
  EXPECT_TRUE(dialler_.RunUntil([&] {
    return EntryOf(ras_, L"office") == "number 3, 1 too, redials";
  })) << EntryOf(ras_, L"office");
}

TEST_F(Entries, OneThatCannotBeWrittenIsDialledAndTheLineHearsOfIt) {
  ras_.UsePhoneBook("[office]\nPhoneNumber=1\nRedialOnLinkFailure=1\n");
  ras_.Set("entries_writable", "0");
  Dialled dial(dialler_, RequestFor("office"));
  EXPECT_TRUE(dial.AwaitUp());
  EXPECT_NE(dial.heard().back().detail.find("redial"), std::string::npos)
      << dial.heard().back().detail;
  dial.HangUp();
}

TEST_F(Entries, EveryScriptArrivesIntact) {
  ras_.UsePhoneBook("[Zürich 東京 ☎]\nPhoneNumber=1\n");
  DialRequest request = RequestFor("Zürich 東京 ☎");
  request.credentials.user = "Jürgen Größe";
  request.credentials.domain = "Büro";
  request.credentials.password = Secret("Пароль-密码");
  Dialled dial(dialler_, request);
  EXPECT_TRUE(dial.AwaitUp());
  EXPECT_NE(ras_.Dials().find("dial \"Zürich 東京 ☎\" number \"\" user \"Jürgen Größe\" password "
                              "\"Пароль-密码\" domain \"Büro\""),
            std::string::npos)
      << ras_.Dials();
  dial.HangUp();
}

TEST_F(Entries, WhatWindowsHasSavedLogsOnWhereTheProfileHasNone) {
  ras_.UsePhoneBook("[office]\nPhoneNumber=1\nUser=kiosk\nPassword=secret\n");
  DialRequest request = RequestFor("office");
  request.credentials = {};
  Dialled dial(dialler_, request);
  EXPECT_TRUE(dial.AwaitUp());
  EXPECT_NE(ras_.Dials().find("user \"kiosk\" password \"****************\""), std::string::npos)
      << ras_.Dials();
  dial.HangUp();
}

TEST_F(Entries, AnEapEntryIsDialledWithItsIdentity) {
  ras_.UsePhoneBook("[office]\nPhoneNumber=1\nEap=known\nUser=kiosk\n");
  Dialled dial(dialler_, RequestFor("office"));
  EXPECT_TRUE(dial.AwaitUp());
  dial.HangUp();
}

TEST_F(Entries, AnEapEntryThatAsksAPersonIsNotDialled) {
  ras_.UsePhoneBook("[office]\nPhoneNumber=1\nEap=person\n");
  EXPECT_EQ(EndOf("office"), RasError::kInteractiveMode);
  EXPECT_EQ(ras_.Dials(), "");
}

TEST_F(Entries, ANumberWithoutAnEntryIsDialled) {
  DialRequest request = RequestFor("");
  request.options = nullptr;
  request.number = "1";
  Dialled dial(dialler_, request);
  EXPECT_TRUE(dial.AwaitUp());
  EXPECT_NE(ras_.Dials().find("dial \"\" number \"1\""), std::string::npos) << ras_.Dials();
  dial.HangUp();
}

}  // namespace
}  // namespace lineman::ras_test
