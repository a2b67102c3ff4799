#include "CCrypto.h"
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <string.h>

int coai_p256_verify(const uint8_t *digest, const uint8_t *signature64, const uint8_t *point64) {
    int valid = 0;
    unsigned char point[65] = {4};
    memcpy(point + 1, point64, 64);
    unsigned char *encoded = NULL;
    int length = 0;
    EVP_PKEY *key = NULL;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY_CTX *maker = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    EVP_PKEY_CTX *verifier = NULL;
    ECDSA_SIG *signature = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature64, 32, NULL), *s = BN_bin2bn(signature64 + 32, 32, NULL);
    if (maker && signature && r && s && ECDSA_SIG_set0(signature, r, s)) {
        // The signature owns both now.
        r = s = NULL;
        length = i2d_ECDSA_SIG(signature, &encoded);
        if (length > 0 && EVP_PKEY_fromdata_init(maker) == 1
            && EVP_PKEY_fromdata(maker, &key, EVP_PKEY_PUBLIC_KEY, parameters) == 1) {
            verifier = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
            valid = verifier && EVP_PKEY_verify_init(verifier) == 1
                && EVP_PKEY_verify(verifier, encoded, (size_t)length, digest, 32) == 1;
        }
    }
    BN_free(r);
    BN_free(s);
    OPENSSL_free(encoded);
    ECDSA_SIG_free(signature);
    EVP_PKEY_CTX_free(verifier);
    EVP_PKEY_CTX_free(maker);
    EVP_PKEY_free(key);
    return valid;
}
