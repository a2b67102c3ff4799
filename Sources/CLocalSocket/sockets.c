#define _GNU_SOURCE
#include "CLocalSocket.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int address_of(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return 0;
}

int local_socket_listen(const char *path) {
    struct sockaddr_un address;
    if (address_of(path, &address) < 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    // The mode is right from the first moment on, not after a chmod.
    mode_t mask = umask(0177);
    int result = bind(descriptor, (struct sockaddr *)&address, sizeof address);
    umask(mask);
    if (result < 0 || listen(descriptor, 16) < 0) {
        int reason = errno;
        close(descriptor);
        errno = reason;
        return -1;
    }
    return descriptor;
}

int local_socket_connect(const char *path) {
    struct sockaddr_un address;
    if (address_of(path, &address) < 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int result;
    do {
        result = connect(descriptor, (struct sockaddr *)&address, sizeof address);
    } while (result < 0 && errno == EINTR);
    if (result < 0) {
        int reason = errno;
        close(descriptor);
        errno = reason;
        return -1;
    }
    return descriptor;
}

int local_socket_accept(int listener) {
    int descriptor;
    do {
        descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

int local_socket_peer(int descriptor, pid_t *process, uid_t *user) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0) return -1;
    *process = peer.pid;
    *user = peer.uid;
    return 0;
}

ssize_t local_socket_send(int descriptor, const void *bytes, size_t count, int passed) {
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (passed >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.space;
        message.msg_controllen = sizeof control.space;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &passed, sizeof(int));
    }
    ssize_t result;
    do {
        result = sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (result < 0 && errno == EINTR);
    return result;
}

ssize_t local_socket_receive(int descriptor, void *bytes, size_t count, int *passed) {
    struct iovec part = {.iov_base = bytes, .iov_len = count};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int) * 8)];
    } control;
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
    *passed = -1;
    ssize_t result;
    do {
        result = recvmsg(descriptor, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    } while (result < 0 && errno == EINTR);
    if (result < 0) return result;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        size_t number = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t index = 0; index < number; index++) {
            int got;
            memcpy(&got, CMSG_DATA(header) + index * sizeof(int), sizeof(int));
            if (*passed < 0) {
                *passed = got;
            } else {
                close(got);
            }
        }
    }
    return result;
}

int local_socket_wait(int descriptor, int other, int milliseconds) {
    struct pollfd entries[2] = {{.fd = descriptor, .events = POLLIN}, {.fd = other, .events = POLLIN}};
    int result = poll(entries, other < 0 ? 1 : 2, milliseconds);
    if (result < 0) return errno == EINTR ? 0 : -1;
    int bits = 0;
    if (entries[0].revents) bits |= 1;
    if (other >= 0 && entries[1].revents) bits |= 2;
    return bits;
}

int local_socket_wait_writable(int descriptor, int milliseconds) {
    struct pollfd entry = {.fd = descriptor, .events = POLLOUT};
    int result = poll(&entry, 1, milliseconds);
    if (result < 0) return errno == EINTR ? 0 : -1;
    return result;
}
