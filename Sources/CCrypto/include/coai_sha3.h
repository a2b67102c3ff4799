#pragma once
#include <stddef.h>
#include <stdint.h>

/// SHA3-256 of `count` bytes into 32 bytes at `digest`: a yardstick for measurements, not used for Ethereum.
void coai_sha3_256(const uint8_t *bytes, size_t count, uint8_t *digest);
