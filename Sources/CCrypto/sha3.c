#include "coai_sha3.h"

#include <openssl/evp.h>

void coai_sha3_256(const uint8_t *bytes, size_t count, uint8_t *digest) {
    EVP_Digest(bytes, count, digest, NULL, EVP_sha3_256(), NULL);
}
