#pragma once
#include <openssl/bio.h>

// A BIO over a connected socket that stays the caller's; writing to a closed peer raises no signal. NULL on failure.
BIO *coai_socket_bio_new(int descriptor);
