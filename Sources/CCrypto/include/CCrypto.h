// Fixed-arity shims over OpenSSL's libcrypto, libsecp256k1 and the kernel's memory calls.
//
// Lengths are intptr_t, which Swift sees as Int. Functions answer 1 for done and 0 for not done, unless they say
// otherwise. A null pointer is allowed where its length is 0.
#pragma once
#include <stdint.h>

// Digests. `output` takes the digest's own length: 20, 20, 32, 64 or 32 bytes.
int coai_sha1(const void *data, intptr_t length, uint8_t *output);
int coai_ripemd160(const void *data, intptr_t length, uint8_t *output);
int coai_sha256(const void *data, intptr_t length, uint8_t *output);
int coai_sha512(const void *data, intptr_t length, uint8_t *output);
int coai_sha3_256(const void *data, intptr_t length, uint8_t *output);

// Keyed digests: 32 and 64 bytes.
int coai_hmac_sha256(const void *key, intptr_t keyLength, const void *data, intptr_t length, uint8_t *output);
int coai_hmac_sha512(const void *key, intptr_t keyLength, const void *data, intptr_t length, uint8_t *output);

// Keys from passphrases.
int coai_pbkdf2_sha256(
    const void *passphrase, intptr_t passphraseLength, const void *salt, intptr_t saltLength, uint32_t iterations,
    uint8_t *output, intptr_t outputLength);
int coai_pbkdf2_sha512(
    const void *passphrase, intptr_t passphraseLength, const void *salt, intptr_t saltLength, uint32_t iterations,
    uint8_t *output, intptr_t outputLength);
// `maximumMemory` in bytes; more than that needed, or not to be had, answers 0.
int coai_scrypt(
    const void *passphrase, intptr_t passphraseLength, const void *salt, intptr_t saltLength, uint64_t n, uint64_t r,
    uint64_t p, uint64_t maximumMemory, uint8_t *output, intptr_t outputLength);

// AES-128 in counter mode; 16-byte key and initial counter; input and output may be the same.
int coai_aes128_ctr(
    const uint8_t *key, const uint8_t *counter, const void *input, intptr_t length, void *output);

// Bytes of the kernel's generator (getrandom), without a user-space pool that a fork could copy.
int coai_random(void *output, intptr_t length);
// Whether both are equal, in a time that doesn't depend on where they differ.
int coai_constant_time_equal(const void *left, const void *right, intptr_t length);
// Zeroes that the compiler may not leave out.
void coai_cleanse(void *pointer, intptr_t length);

// Memory for secrets: whole pages between two that can't be touched, out of core dumps and forked children, and
// locked unless `*locked` says 0. Null if the kernel has none. `free` wipes first.
void *coai_secret_allocate(intptr_t length, int *locked);
void coai_secret_free(void *pointer, intptr_t length);

// No core dumps, no tracing by the same user, more room for locked memory.
// Answers a mask of what failed: 1 dumpable, 2 core size, 4 new privileges, 8 locking memory.
int coai_harden_process(void);

// secp256k1. Keys and digests are 32 bytes big-endian, signatures 64 bytes r and s, public keys 65 or 33 bytes.
int coai_secp256k1_key_is_valid(const uint8_t *key);
int coai_secp256k1_public_key(const uint8_t *key, uint8_t *output65);
int coai_secp256k1_sign(const uint8_t *digest, const uint8_t *key, uint8_t *output64, int *yParity);
int coai_secp256k1_recover(const uint8_t *digest, const uint8_t *signature64, int yParity, uint8_t *output65);
int coai_secp256k1_key_add(uint8_t *key, const uint8_t *tweak);
int coai_secp256k1_public_key_add(const uint8_t *publicKey33, const uint8_t *tweak, uint8_t *output33);
int coai_secp256k1_compress(const uint8_t *publicKey65, uint8_t *output33);
int coai_secp256k1_decompress(const uint8_t *publicKey33, uint8_t *output65);

// Whether a signature (r and s) of a 32-byte digest is by the key of a point (x and y) of P-256; all big-endian.
int coai_p256_verify(const uint8_t *digest, const uint8_t *signature64, const uint8_t *point64);

// A power modulo a number, all big-endian; `output` takes as many bytes as the modulus has. Not for secrets.
int coai_modular_power(
    const uint8_t *base, intptr_t baseLength, const uint8_t *exponent, intptr_t exponentLength, const uint8_t *modulus,
    intptr_t modulusLength, uint8_t *output);

// One line from a terminal with echo off, without its end, straight into `buffer`.
// Answers its length, or one of the negative values below. Echo comes back whatever happens: return, signal, stop.
intptr_t coai_read_hidden_line(
    int descriptor, const void *prompt, intptr_t promptLength, uint8_t *buffer, intptr_t capacity);
enum {
    coai_line_failed = -1,
    coai_line_ended = -2,
    coai_line_too_long = -3,
    coai_line_not_a_terminal = -4,
};

// Keys from a terminal in raw mode that shows nothing, straight into `buffer`, after what is there up to `*length`:
// text, Backspace, Ctrl-U. Waits up to `milliseconds` and answers one of the values below.
int coai_read_hidden_keys(
    int descriptor, uint8_t *buffer, intptr_t capacity, intptr_t *length, int milliseconds);
enum {
    coai_keys_none = 0,
    coai_keys_changed = 1,
    coai_keys_entered = 2,
    coai_keys_cancelled = 3,
    coai_keys_ended = -1,
    coai_keys_too_long = -2,
};
