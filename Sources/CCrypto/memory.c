#define _GNU_SOURCE
#include "CCrypto.h"
#include <errno.h>
#include <openssl/crypto.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

int coai_random(void *output, intptr_t length) {
    uint8_t *bytes = output;
    while (length > 0) {
        ssize_t count = getrandom(bytes, (size_t)(length < 256 ? length : 256), 0);
        if (count < 0) {
            if (errno == EINTR) continue;
            return 0;
        }
        bytes += count;
        length -= count;
    }
    return length == 0;
}

int coai_constant_time_equal(const void *left, const void *right, intptr_t length) {
    if (length < 0) return 0;
    return length == 0 || CRYPTO_memcmp(left, right, (size_t)length) == 0;
}

void coai_cleanse(void *pointer, intptr_t length) {
    if (pointer && length > 0) OPENSSL_cleanse(pointer, (size_t)length);
}

static intptr_t page_size(void) {
    long size = sysconf(_SC_PAGESIZE);
    return size > 0 ? size : 4096;
}

// Bytes of whole pages that hold `length`, or 0 where that makes no sense.
static intptr_t whole_pages(intptr_t length) {
    intptr_t page = page_size();
    if (length < 0 || length > ((intptr_t)1 << 40)) return 0;
    if (length == 0) length = 1;
    return (length + page - 1) / page * page;
}

void *coai_secret_allocate(intptr_t length, int *locked) {
    *locked = 0;
    intptr_t page = page_size(), size = whole_pages(length);
    if (size == 0) return NULL;
    size_t total = (size_t)(size + 2 * page);
    uint8_t *base = mmap(NULL, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED) return NULL;
    uint8_t *middle = base + page;
    if (mprotect(middle, (size_t)size, PROT_READ | PROT_WRITE) != 0) {
        munmap(base, total);
        return NULL;
    }
    *locked = mlock(middle, (size_t)size) == 0;
    madvise(middle, (size_t)size, MADV_DONTDUMP);
    madvise(middle, (size_t)size, MADV_WIPEONFORK);
    return middle;
}

void coai_secret_free(void *pointer, intptr_t length) {
    intptr_t page = page_size(), size = whole_pages(length);
    if (!pointer || size == 0) return;
    OPENSSL_cleanse(pointer, (size_t)size);
    munmap((uint8_t *)pointer - page, (size_t)(size + 2 * page));
}

int coai_harden_process(void) {
    int failed = 0;
    struct rlimit none = {0, 0};
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0) failed |= 1;
    if (setrlimit(RLIMIT_CORE, &none) != 0) failed |= 2;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) failed |= 4;
    struct rlimit memory;
    if (getrlimit(RLIMIT_MEMLOCK, &memory) == 0 && memory.rlim_cur < memory.rlim_max) {
        memory.rlim_cur = memory.rlim_max;
        setrlimit(RLIMIT_MEMLOCK, &memory);
    }
    int locked = 0;
    void *probe = coai_secret_allocate(4 * page_size(), &locked);
    if (!probe || !locked) failed |= 8;
    coai_secret_free(probe, 4 * page_size());
    return failed;
}
