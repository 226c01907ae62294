#include "engines/pppd/plugin/password_change.h"

#include <openssl/des.h>
#include <openssl/md4.h>
#include <openssl/rand.h>
#include <openssl/rc4.h>
#include <string.h>

// The low-level functions of libcrypto, which pppd itself is linked with: EVP has these old
// algorithms only where a legacy provider is installed.

enum { MOST_CHARACTERS = 256, BLOCK = 2 * MOST_CHARACTERS, HASH = 16, CODE_CHANGE_PASSWORD = 7 };

// As UTF-16, little endian; how many bytes that is, or -1. pppd's own MS-CHAP widens bytes just so,
// which is right for ASCII alone.
static int to_unicode(const char* text, unsigned char unicode[BLOCK]) {
  const size_t length = strlen(text);
  if (length > MOST_CHARACTERS) return -1;
  for (size_t i = 0; i < length; ++i) {
    if ((unsigned char)text[i] > 0x7F) return -1;
    unicode[2 * i] = (unsigned char)text[i];
    unicode[2 * i + 1] = 0;
  }
  return 2 * (int)length;
}

// Seven bytes make a key: DES leaves the lowest bit of each of its eight to parity.
static void encrypt_half(const unsigned char in[8], const unsigned char key7[7],
                         unsigned char out[8]) {
  DES_cblock key;
  DES_cblock clear;
  DES_cblock encrypted;
  DES_key_schedule schedule;
  unsigned long long bits = 0;
  for (int i = 0; i < 7; ++i) bits = bits << 8 | key7[i];
  for (int i = 0; i < 8; ++i) key[i] = (unsigned char)((bits >> (49 - 7 * i) & 0x7F) << 1);
  DES_set_key_unchecked(&key, &schedule);
  memcpy(clear, in, 8);
  DES_ecb_encrypt(&clear, &encrypted, &schedule, DES_ENCRYPT);
  memcpy(out, encrypted, 8);
}

int write_password_change(unsigned char* packet, int id, const char* old_password,
                          const char* new_password, const unsigned char response[49]) {
  unsigned char unicode[BLOCK];
  unsigned char block[BLOCK + 4];
  unsigned char old_hash[HASH];
  unsigned char new_hash[HASH];
  RC4_KEY key;
  const int old_length = to_unicode(old_password, unicode);
  if (old_length < 0) return 0;
  MD4(unicode, (size_t)old_length, old_hash);
  const int length = to_unicode(new_password, unicode);
  if (length < 0 || RAND_bytes(block, BLOCK) != 1) return 0;
  MD4(unicode, (size_t)length, new_hash);

  // The new password at the end of a block of noise, then its length; encrypted with the old hash.
  memcpy(block + BLOCK - length, unicode, (size_t)length);
  for (int i = 0; i < 4; ++i) block[BLOCK + i] = (unsigned char)((unsigned)length >> (8 * i));
  unsigned char* at = packet;
  *at++ = CODE_CHANGE_PASSWORD;
  *at++ = (unsigned char)id;
  *at++ = CHANGE_LENGTH >> 8;
  *at++ = CHANGE_LENGTH & 0xFF;
  RC4_set_key(&key, HASH, old_hash);
  RC4(&key, sizeof(block), block, at);
  at += sizeof(block);
  encrypt_half(old_hash, new_hash, at);
  encrypt_half(old_hash + 8, new_hash + 7, at + 8);
  at += HASH;
  memcpy(at, response, 48);  // peer challenge, reserved, NT response
  at += 48;
  *at++ = 0;
  *at++ = 0;
  explicit_bzero(unicode, sizeof(unicode));
  explicit_bzero(block, sizeof(block));
  explicit_bzero(old_hash, sizeof(old_hash));
  explicit_bzero(new_hash, sizeof(new_hash));
  explicit_bzero(&key, sizeof(key));
  return 1;
}
