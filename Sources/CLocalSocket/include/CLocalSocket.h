#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Unix stream sockets with descriptor passing and the identity of the peer. Every descriptor is closed on exec.
// Functions answer -1 with errno set where they fail, unless said otherwise.

// A socket that listens at `path`, made with mode 0600; the path must not exist.
int local_socket_listen(const char *path);
// A connection to the socket at `path`.
int local_socket_connect(const char *path);
// The next connection, or -1.
int local_socket_accept(int listener);
// Process and user at the other end, as the kernel noted them when it connected.
int local_socket_peer(int descriptor, pid_t *process, uid_t *user);
// Sends some of the bytes, with `passed` beside them unless it is -1; how many were sent.
ssize_t local_socket_send(int descriptor, const void *bytes, size_t count, int passed);
// Receives up to `count` bytes, and one descriptor into `passed` (-1 if none came; more are closed); 0 at the end.
ssize_t local_socket_receive(int descriptor, void *bytes, size_t count, int *passed);
// Waits until `descriptor` (and `other`, unless -1) is readable: bit 0 and bit 1; 0 if the time is over.
int local_socket_wait(int descriptor, int other, int milliseconds);
// Waits until `descriptor` is writable: 1, or 0 if the time is over.
int local_socket_wait_writable(int descriptor, int milliseconds);
// A descriptor that becomes readable when the process ends.
int local_process_open(pid_t process);
// The controlling terminal of a process, opened without becoming anybody's controlling terminal; EPERM if it belongs to
// another user than `user`, ENOTTY if the process has none.
int local_process_open_terminal(pid_t process, uid_t user);
// Starts `path` with `arguments` in a session of its own, with /dev/null as its standard descriptors; 0 if it began.
// `lifeline` is descriptor 3 there, unless it is -1.
int local_process_start_detached(const char *path, char *const arguments[], int lifeline);
