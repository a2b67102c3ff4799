#include "CCrypto.h"
#include <limits.h>
#include <openssl/bn.h>
#include <string.h>

int coai_modular_power(
    const uint8_t *base, intptr_t baseLength, const uint8_t *exponent, intptr_t exponentLength, const uint8_t *modulus,
    intptr_t modulusLength, uint8_t *output) {
    if (baseLength < 0 || exponentLength < 0 || modulusLength <= 0) return 0;
    if (baseLength > INT_MAX / 16 || exponentLength > INT_MAX / 16 || modulusLength > INT_MAX / 16) return 0;
    memset(output, 0, (size_t)modulusLength);
    BN_CTX *context = BN_CTX_new();
    BIGNUM *b = BN_bin2bn(base, (int)baseLength, NULL);
    BIGNUM *e = BN_bin2bn(exponent, (int)exponentLength, NULL);
    BIGNUM *m = BN_bin2bn(modulus, (int)modulusLength, NULL);
    BIGNUM *r = BN_new();
    int done = 0;
    if (context && b && e && m && r) {
        if (BN_is_zero(m) || BN_is_one(m)) done = 1;
        else
            done = BN_mod_exp(r, b, e, m, context) == 1
                && BN_bn2binpad(r, output, (int)modulusLength) == (int)modulusLength;
    }
    BN_free(r);
    BN_free(m);
    BN_free(e);
    BN_free(b);
    BN_CTX_free(context);
    return done;
}
