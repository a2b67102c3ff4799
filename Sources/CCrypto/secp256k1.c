#include "CCrypto.h"
#include <openssl/crypto.h>
#include <pthread.h>
#include <secp256k1.h>
#include <secp256k1_recovery.h>

// The one context that multiplies by secrets. It is blinded when it is made, and anew after every 64 uses: as much work
// as a signature, so not before each. All under the lock, since renewing it while another thread signs is a race.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static secp256k1_context *blinded;
static unsigned uses;

static secp256k1_context *acquire(void) {
    uint8_t seed[32];
    pthread_mutex_lock(&lock);
    if (!blinded) blinded = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
    int ready = blinded != NULL;
    if (ready && uses % 64 == 0) {
        ready = coai_random(seed, sizeof seed) && secp256k1_context_randomize(blinded, seed);
        OPENSSL_cleanse(seed, sizeof seed);
    }
    if (ready) {
        uses++;
        return blinded;
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void release(void) { pthread_mutex_unlock(&lock); }

static int serialize(const secp256k1_pubkey *key, uint8_t *output, size_t length, unsigned flags) {
    return secp256k1_ec_pubkey_serialize(secp256k1_context_static, output, &length, key, flags);
}

int coai_secp256k1_key_is_valid(const uint8_t *key) {
    return secp256k1_ec_seckey_verify(secp256k1_context_static, key);
}

int coai_secp256k1_public_key(const uint8_t *key, uint8_t *output65) {
    secp256k1_pubkey public;
    secp256k1_context *context = acquire();
    if (!context) return 0;
    int done = secp256k1_ec_pubkey_create(context, &public, key);
    release();
    return done && serialize(&public, output65, 65, SECP256K1_EC_UNCOMPRESSED);
}

int coai_secp256k1_sign(const uint8_t *digest, const uint8_t *key, uint8_t *output64, int *yParity) {
    secp256k1_ecdsa_recoverable_signature signature;
    int recovery = 0;
    secp256k1_context *context = acquire();
    if (!context) return 0;
    // A null nonce function is RFC 6979; the library's signatures always have the low s.
    int done = secp256k1_ecdsa_sign_recoverable(context, &signature, digest, key, NULL, NULL);
    release();
    if (!done) return 0;
    secp256k1_ecdsa_recoverable_signature_serialize_compact(
        secp256k1_context_static, output64, &recovery, &signature);
    // 2 and 3 say that r overflowed the group order: Ethereum has no way to write them.
    if (recovery > 1) {
        OPENSSL_cleanse(output64, 64);
        return 0;
    }
    *yParity = recovery;
    return 1;
}

int coai_secp256k1_recover(const uint8_t *digest, const uint8_t *signature64, int yParity, uint8_t *output65) {
    secp256k1_ecdsa_recoverable_signature signature;
    secp256k1_pubkey public;
    if (yParity < 0 || yParity > 1) return 0;
    return secp256k1_ecdsa_recoverable_signature_parse_compact(
               secp256k1_context_static, &signature, signature64, yParity)
        && secp256k1_ecdsa_recover(secp256k1_context_static, &public, &signature, digest)
        && serialize(&public, output65, 65, SECP256K1_EC_UNCOMPRESSED);
}

int coai_secp256k1_key_add(uint8_t *key, const uint8_t *tweak) {
    return secp256k1_ec_seckey_tweak_add(secp256k1_context_static, key, tweak);
}

int coai_secp256k1_public_key_add(const uint8_t *publicKey33, const uint8_t *tweak, uint8_t *output33) {
    secp256k1_pubkey public;
    return secp256k1_ec_pubkey_parse(secp256k1_context_static, &public, publicKey33, 33)
        && secp256k1_ec_pubkey_tweak_add(secp256k1_context_static, &public, tweak)
        && serialize(&public, output33, 33, SECP256K1_EC_COMPRESSED);
}

int coai_secp256k1_compress(const uint8_t *publicKey65, uint8_t *output33) {
    secp256k1_pubkey public;
    return secp256k1_ec_pubkey_parse(secp256k1_context_static, &public, publicKey65, 65)
        && serialize(&public, output33, 33, SECP256K1_EC_COMPRESSED);
}

int coai_secp256k1_decompress(const uint8_t *publicKey33, uint8_t *output65) {
    secp256k1_pubkey public;
    return secp256k1_ec_pubkey_parse(secp256k1_context_static, &public, publicKey33, 33)
        && serialize(&public, output65, 65, SECP256K1_EC_UNCOMPRESSED);
}
