#include "CTLS.h"
#include "socket_bio.h"
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

struct coai_tls_context {
    SSL_CTX *context;
};

struct coai_tls {
    SSL *ssl;
    char reason[256];
};

coai_tls_context *coai_tls_context_new(const char *authorities) {
    coai_tls_context *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    made->context = SSL_CTX_new(TLS_client_method());
    if (!made->context || SSL_CTX_set_min_proto_version(made->context, TLS1_2_VERSION) != 1) goto failed;
    // A machine without a store of authorities still reaches a host whose authority is in the file.
    SSL_CTX_set_default_verify_paths(made->context);
    if (authorities && SSL_CTX_load_verify_locations(made->context, authorities, NULL) != 1) goto failed;
    SSL_CTX_set_verify(made->context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_options(made->context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(made->context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    ERR_clear_error();
    return made;
failed:
    coai_tls_context_free(made);
    ERR_clear_error();
    return NULL;
}

void coai_tls_context_free(coai_tls_context *context) {
    if (!context) return;
    SSL_CTX_free(context->context);
    free(context);
}

coai_tls *coai_tls_new(coai_tls_context *context, int descriptor, const char *host, int isAddress) {
    coai_tls *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    made->ssl = SSL_new(context->context);
    if (!made->ssl) goto failed;
    BIO *bio = coai_socket_bio_new(descriptor);
    if (!bio) goto failed;
    SSL_set_bio(made->ssl, bio, bio);
    if (isAddress) {
        if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(made->ssl), host) != 1) goto failed;
    } else {
        SSL_set_hostflags(made->ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        if (SSL_set1_host(made->ssl, host) != 1 || SSL_set_tlsext_host_name(made->ssl, host) != 1) goto failed;
    }
    SSL_set_connect_state(made->ssl);
    return made;
failed:
    coai_tls_free(made);
    ERR_clear_error();
    return NULL;
}

void coai_tls_free(coai_tls *stream) {
    if (!stream) return;
    SSL_free(stream->ssl);
    free(stream);
}

// What a result of OpenSSL means; keeps the reason of a failure.
static int outcome(coai_tls *stream, int result) {
    int error = SSL_get_error(stream->ssl, result);
    switch (error) {
    case SSL_ERROR_WANT_READ: return coai_tls_want_read;
    case SSL_ERROR_WANT_WRITE: return coai_tls_want_write;
    case SSL_ERROR_ZERO_RETURN: return coai_tls_closed;
    default: break;
    }
    unsigned long code = ERR_peek_last_error();
    long verified = SSL_get_verify_result(stream->ssl);
    int answer = coai_tls_failed;
    if (verified != X509_V_OK) {
        strncpy(stream->reason, X509_verify_cert_error_string(verified), sizeof stream->reason - 1);
    } else if (error == SSL_ERROR_SSL && ERR_GET_REASON(code) != SSL_R_UNEXPECTED_EOF_WHILE_READING) {
        const char *text = ERR_reason_error_string(code);
        strncpy(stream->reason, text ? text : "protocol error", sizeof stream->reason - 1);
    } else {
        strncpy(stream->reason, "the connection was cut", sizeof stream->reason - 1);
        answer = coai_tls_cut;
    }
    ERR_clear_error();
    return answer;
}

int coai_tls_handshake(coai_tls *stream) {
    ERR_clear_error();
    int result = SSL_do_handshake(stream->ssl);
    if (result != 1) {
        int answer = outcome(stream, result);
        return answer == coai_tls_closed ? coai_tls_cut : answer;
    }
    // Verification is on, so this can't differ; checked again because everything rests on it.
    return SSL_get0_peer_certificate(stream->ssl) && SSL_get_verify_result(stream->ssl) == X509_V_OK
        ? 1
        : coai_tls_failed;
}

static int bounded(intptr_t length) { return length > INT_MAX ? INT_MAX : (int)length; }

intptr_t coai_tls_read(coai_tls *stream, void *buffer, intptr_t capacity) {
    if (capacity <= 0) return coai_tls_failed;
    ERR_clear_error();
    int result = SSL_read(stream->ssl, buffer, bounded(capacity));
    return result > 0 ? result : outcome(stream, result);
}

intptr_t coai_tls_write(coai_tls *stream, const void *bytes, intptr_t length) {
    if (length <= 0) return coai_tls_failed;
    ERR_clear_error();
    int result = SSL_write(stream->ssl, bytes, bounded(length));
    return result > 0 ? result : outcome(stream, result);
}

void coai_tls_shutdown(coai_tls *stream) {
    ERR_clear_error();
    SSL_shutdown(stream->ssl);
    ERR_clear_error();
}

void coai_tls_reason(coai_tls *stream, char *buffer, intptr_t capacity) {
    if (capacity <= 0) return;
    size_t length = strnlen(stream->reason, (size_t)capacity - 1);
    memcpy(buffer, stream->reason, length);
    buffer[length] = 0;
}

int coai_tls_certificate_refused(coai_tls *stream) { return SSL_get_verify_result(stream->ssl) != X509_V_OK; }
