#include "socket_bio.h"
#include <errno.h>
#include <pthread.h>
#include <sys/socket.h>

// OpenSSL's own socket BIO calls write(), which raises SIGPIPE when the peer is gone. A library can't decide what the
// program does with that signal, so this BIO sends with MSG_NOSIGNAL.

static int descriptor_of(BIO *bio) { return (int)(intptr_t)BIO_get_data(bio); }

static int should_retry(void) { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

static int send_bytes(BIO *bio, const char *bytes, int length) {
    BIO_clear_retry_flags(bio);
    ssize_t sent = send(descriptor_of(bio), bytes, (size_t)length, MSG_NOSIGNAL);
    if (sent < 0 && should_retry()) BIO_set_retry_write(bio);
    return (int)sent;
}

static int receive_bytes(BIO *bio, char *buffer, int capacity) {
    BIO_clear_retry_flags(bio);
    ssize_t received = recv(descriptor_of(bio), buffer, (size_t)capacity, 0);
    if (received < 0 && should_retry()) BIO_set_retry_read(bio);
    if (received == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return (int)received;
}

static long control(BIO *bio, int command, long number, void *pointer) {
    (void)number;
    (void)pointer;
    switch (command) {
    case BIO_CTRL_FLUSH: return 1;
    case BIO_CTRL_EOF: return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    default: return 0;
    }
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static BIO_METHOD *method;

static void make_method(void) {
    BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals");
    if (!made) return;
    BIO_meth_set_write(made, send_bytes);
    BIO_meth_set_read(made, receive_bytes);
    BIO_meth_set_ctrl(made, control);
    method = made;
}

BIO *coai_socket_bio_new(int descriptor) {
    pthread_once(&once, make_method);
    BIO *bio = method ? BIO_new(method) : NULL;
    if (!bio) return NULL;
    BIO_set_data(bio, (void *)(intptr_t)descriptor);
    BIO_set_init(bio, 1);
    return bio;
}
