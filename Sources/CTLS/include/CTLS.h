// Client side of TLS over a socket that doesn't block, fixed-arity.
//
// Lengths are intptr_t, which Swift sees as Int. A stream belongs to one thread at a time.
#pragma once
#include <stdint.h>

typedef struct coai_tls_context coai_tls_context;
typedef struct coai_tls coai_tls;

// Who is trusted: the system's certificate authorities and, besides, those in the PEM file `authorities` (or NULL).
// TLS 1.2 is the lowest version. NULL for want of memory or if the file can't be read.
coai_tls_context *coai_tls_context_new(const char *authorities);
void coai_tls_context_free(coai_tls_context *context);

// A stream to `host` (a name, or an address in digits if `isAddress`) over the connected socket `descriptor`, which
// stays the caller's. The certificate must be valid for that host. NULL for want of memory or for an unfit name.
coai_tls *coai_tls_new(coai_tls_context *context, int descriptor, const char *host, int isAddress);
void coai_tls_free(coai_tls *stream);

enum {
    coai_tls_closed = 0,      // the peer said that it is done
    coai_tls_failed = -1,     // coai_tls_reason says why
    coai_tls_want_read = -2,  // call again when the socket is readable
    coai_tls_want_write = -3, // call again when the socket is writable
    coai_tls_cut = -4,        // the connection ended without the peer saying so
};

// 1 once the handshake is done and the host verified, or one of the negative values.
int coai_tls_handshake(coai_tls *stream);
// The number of bytes moved, above 0, or one of the values above.
intptr_t coai_tls_read(coai_tls *stream, void *buffer, intptr_t capacity);
intptr_t coai_tls_write(coai_tls *stream, const void *bytes, intptr_t length);
// Tells the peer that we are done; doesn't wait.
void coai_tls_shutdown(coai_tls *stream);
// Why the last call failed, in OpenSSL's words: zero-terminated, cut to `capacity`.
void coai_tls_reason(coai_tls *stream, char *buffer, intptr_t capacity);
// Whether the failure was that the certificate didn't verify.
int coai_tls_certificate_refused(coai_tls *stream);
