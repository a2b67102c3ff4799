#include "CCrypto.h"
#include <limits.h>
#include <openssl/evp.h>

static int pbkdf2(
    const EVP_MD *kind, const void *passphrase, intptr_t passphraseLength, const void *salt, intptr_t saltLength,
    uint32_t iterations, uint8_t *output, intptr_t outputLength) {
    if (passphraseLength < 0 || passphraseLength > INT_MAX || saltLength < 0 || saltLength > INT_MAX
        || iterations == 0 || iterations > INT_MAX || outputLength <= 0 || outputLength > INT_MAX)
        return 0;
    return PKCS5_PBKDF2_HMAC(
               passphrase ? passphrase : "", (int)passphraseLength, salt ? salt : (const void *)"", (int)saltLength,
               (int)iterations, kind, (int)outputLength, output)
        == 1;
}

int coai_pbkdf2_sha256(
    const void *passphrase, intptr_t passphraseLength, const void *salt, intptr_t saltLength, uint32_t iterations,
    uint8_t *output, intptr_t outputLength) {
    return pbkdf2(
        EVP_sha256(), passphrase, passphraseLength, salt, saltLength, iterations, output, outputLength);
}

int coai_pbkdf2_sha512(
    const void *passphrase, intptr_t passphraseLength, const void *salt, intptr_t saltLength, uint32_t iterations,
    uint8_t *output, intptr_t outputLength) {
    return pbkdf2(
        EVP_sha512(), passphrase, passphraseLength, salt, saltLength, iterations, output, outputLength);
}

int coai_scrypt(
    const void *passphrase, intptr_t passphraseLength, const void *salt, intptr_t saltLength, uint64_t n, uint64_t r,
    uint64_t p, uint64_t maximumMemory, uint8_t *output, intptr_t outputLength) {
    if (passphraseLength < 0 || saltLength < 0 || outputLength <= 0) return 0;
    return EVP_PBE_scrypt(
               passphrase ? passphrase : "", (size_t)passphraseLength, salt ? salt : (const void *)"",
               (size_t)saltLength, n, r, p, maximumMemory, output, (size_t)outputLength)
        == 1;
}

int coai_aes128_ctr(
    const uint8_t *key, const uint8_t *counter, const void *input, intptr_t length, void *output) {
    if (length < 0 || length > INT_MAX) return 0;
    if (length == 0) return 1;
    // Freeing the context wipes its copy of the key schedule.
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (!context) return 0;
    int written = 0;
    int done = EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), NULL, key, counter) == 1
        && EVP_EncryptUpdate(context, output, &written, input, (int)length) == 1 && written == (int)length;
    EVP_CIPHER_CTX_free(context);
    return done;
}
