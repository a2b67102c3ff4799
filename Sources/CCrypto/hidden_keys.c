#include "CCrypto.h"
#include <errno.h>
#include <openssl/crypto.h>
#include <poll.h>
#include <unistd.h>

// Length of the escape sequence at the start of `bytes`, or 0 for an Esc key of its own.
static intptr_t sequence_length(const uint8_t *bytes, intptr_t count) {
    if (count < 2) return 0;
    if (bytes[1] == 'O') return count < 3 ? count : 3;
    if (bytes[1] != '[') return 0;
    intptr_t at = 2;
    while (at < count && bytes[at] >= 0x20 && bytes[at] < 0x40) at++;
    return at < count ? at + 1 : count;
}

int coai_read_hidden_keys(
    int descriptor, uint8_t *buffer, intptr_t capacity, intptr_t *length, int milliseconds) {
    struct pollfd wait = {descriptor, POLLIN, 0};
    int ready = poll(&wait, 1, milliseconds);
    if (ready == 0 || (ready < 0 && errno == EINTR)) return coai_keys_none;
    if (ready < 0 || !(wait.revents & POLLIN)) return coai_keys_ended;
    intptr_t out = *length;
    if (out < 0 || out >= capacity) return coai_keys_too_long;
    ssize_t count = read(descriptor, buffer + out, (size_t)(capacity - out));
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return coai_keys_none;
    if (count <= 0) return coai_keys_ended;

    intptr_t end = out + count;
    int result = coai_keys_changed;
    // What is kept is never longer than what was read, so it is moved down in place.
    for (intptr_t in = out; in < end && result == coai_keys_changed; in++) {
        uint8_t byte = buffer[in];
        if (byte == '\r' || byte == '\n') {
            result = coai_keys_entered;
        } else if (byte == 3) {
            result = coai_keys_cancelled;
        } else if (byte == 0x1b) {
            // Marks of a bracketed paste and keys such as arrows are dropped.
            intptr_t skipped = sequence_length(buffer + in, end - in);
            if (skipped == 0) result = coai_keys_cancelled;
            in += skipped - 1;
        } else if (byte == 0x7f || byte == 8) {
            while (out > 0 && (buffer[out - 1] & 0xc0) == 0x80) out--;
            if (out > 0) out--;
        } else if (byte == 0x15) {
            out = 0;
        } else if (byte >= 0x20) {
            buffer[out++] = byte;
        }
    }
    OPENSSL_cleanse(buffer + out, (size_t)(capacity - out));
    *length = out;
    if (result == coai_keys_changed && out >= capacity) return coai_keys_too_long;
    return result;
}
