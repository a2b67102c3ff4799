#include "CCrypto.h"
#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

static int digest(const EVP_MD *kind, const void *data, intptr_t length, uint8_t *output) {
    if (length < 0) return 0;
    return EVP_Digest(data ? data : "", (size_t)length, output, NULL, kind, NULL) == 1;
}

int coai_sha1(const void *data, intptr_t length, uint8_t *output) { return digest(EVP_sha1(), data, length, output); }

int coai_ripemd160(const void *data, intptr_t length, uint8_t *output) {
    return digest(EVP_ripemd160(), data, length, output);
}

int coai_sha256(const void *data, intptr_t length, uint8_t *output) {
    return digest(EVP_sha256(), data, length, output);
}

int coai_sha512(const void *data, intptr_t length, uint8_t *output) {
    return digest(EVP_sha512(), data, length, output);
}

int coai_sha3_256(const void *data, intptr_t length, uint8_t *output) {
    return digest(EVP_sha3_256(), data, length, output);
}

static int keyed(
    const EVP_MD *kind, const void *key, intptr_t keyLength, const void *data, intptr_t length, uint8_t *output) {
    if (length < 0 || keyLength < 0 || keyLength > INT_MAX) return 0;
    return HMAC(kind, key ? key : "", (int)keyLength, data ? data : (const void *)"", (size_t)length, output, NULL)
        != NULL;
}

int coai_hmac_sha256(const void *key, intptr_t keyLength, const void *data, intptr_t length, uint8_t *output) {
    return keyed(EVP_sha256(), key, keyLength, data, length, output);
}

int coai_hmac_sha512(const void *key, intptr_t keyLength, const void *data, intptr_t length, uint8_t *output) {
    return keyed(EVP_sha512(), key, keyLength, data, length, output);
}
