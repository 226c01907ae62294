// The packet that changes a password (RFC 2759, section 7).
#pragma once

// Writes a Change-Password packet, from its code on, into `packet`, which has room for
// CHANGE_LENGTH bytes. `response` is the 49 bytes with which MS-CHAPv2 answers the failure's
// challenge under the new password. 0 when a password is not ASCII or longer than 256 characters.
enum { CHANGE_LENGTH = 586 };
int write_password_change(unsigned char* packet, int id, const char* old_password,
                          const char* new_password, const unsigned char response[49]);
