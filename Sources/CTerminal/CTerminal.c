#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include "CTerminal.h"
#include "State.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

#include <ncurses.h>
#include <term.h>
// A macro for a terminfo number.
#undef columns

enum { maximum_columns = 4096, pair_slots = 1024 };

static struct {
    SCREEN *screen;
    FILE *output, *input;
    int memory; // where curses writes
    int is_utf8, has_color, mouse;
    int colors;
    struct termios raw;
    char enter[64], leave[64];
    char *frame;
    size_t frame_size;
    int cursor_shown;
    // Open hash from two colours to a pair; keys are 18 bits, +1.
    uint32_t pair_keys[pair_slots];
    short pair_numbers[pair_slots];
    int pairs;
} ct = {.memory = -1};

int cterminal_set_locale(const char *locale) {
    const char *wanted = locale;
    if (!wanted) {
        const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
        for (int i = 0; i < 3 && !(wanted && *wanted); i++) wanted = getenv(names[i]);
        if (!wanted) wanted = "";
    }
    // A locale that isn't installed still says what the terminal understands.
    if (!setlocale(LC_CTYPE, wanted)) {
        int utf8 = strcasestr(wanted, "utf-8") || strcasestr(wanted, "utf8");
        if (!utf8 || !setlocale(LC_CTYPE, "C.UTF-8")) setlocale(LC_CTYPE, "C");
    }
    ct.is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    return ct.is_utf8;
}

// Appends a terminfo string without its padding.
static void append(char *buffer, size_t size, const char *text) {
    if (!text || text == (char *)-1) return;
    size_t used = strlen(buffer);
    while (*text && used + 1 < size) {
        if (text[0] == '$' && text[1] == '<') {
            const char *end = strchr(text, '>');
            if (end) {
                text = end + 1;
                continue;
            }
        }
        buffer[used++] = *text++;
    }
    buffer[used] = 0;
}

static const char *capability(const char *name) {
    char *text = tigetstr((char *)name);
    return text == (char *)-1 ? NULL : text;
}

const char *cterminal_key(const char *name) { return ct.screen ? capability(name) : NULL; }

// Takes out what would reset the terminal's palette: curses sends it on leaving, but no colour of it is ever changed
// here, and a person's own palette would be lost.
static size_t without_palette_reset(char *frame, size_t count) {
    const char *reset = capability("oc");
    size_t length = reset ? strlen(reset) : 0;
    char *found;
    while (length && (found = memmem(frame, count, reset, length))) {
        memmove(found, found + length, count - (size_t)(found - frame) - length);
        count -= length;
    }
    return count;
}

static long flush_frame(void) {
    fflush(ct.output);
    off_t length = lseek(ct.memory, 0, SEEK_CUR);
    if (length <= 0) return 0;
    size_t count = (size_t)length;
    if (count > ct.frame_size) {
        char *larger = realloc(ct.frame, count);
        if (!larger) return -1;
        ct.frame = larger;
        ct.frame_size = count;
    }
    ssize_t got = pread(ct.memory, ct.frame, count, 0);
    lseek(ct.memory, 0, SEEK_SET);
    if (got != (ssize_t)count) return -1;
    count = without_palette_reset(ct.frame, count);
    if (write_all(restore_state.descriptor, ct.frame, count) < 0) return -1;
    return (long)count;
}

// Strings for entering and leaving that curses doesn't send when its output is no terminal.
static void prepare_strings(void) {
    ct.enter[0] = ct.leave[0] = 0;
    restore_state.leave[0] = 0;
    append(ct.enter, sizeof ct.enter, capability("smkx"));
    append(ct.enter, sizeof ct.enter, "\033[?2004h");
    if (ct.mouse) append(ct.enter, sizeof ct.enter, "\033[?1000h\033[?1006h");
    if (ct.mouse) append(ct.leave, sizeof ct.leave, "\033[?1006l\033[?1000l");
    append(ct.leave, sizeof ct.leave, "\033[?2004l");
    append(ct.leave, sizeof ct.leave, capability("rmkx"));
    // After a crash the pen, the insert mode and the scroll region may be anything too.
    char *all = restore_state.leave;
    size_t size = sizeof restore_state.leave;
    append(all, size, ct.leave);
    append(all, size, capability("rmir"));
    const char *region = capability("csr");
    if (region && strncmp(region, "\033[%i%p1%d;%p2%dr", 16) == 0) append(all, size, "\033[r");
    append(all, size, capability("sgr0"));
    append(all, size, capability("op"));
    append(all, size, capability("cnorm"));
    append(all, size, capability("rmcup"));
    // Where there is no other screen to go back to, the prompt must not land in the middle of ours.
    append(all, size, capability("rmcup") ? "" : "\r\n");
    restore_state.leave_length = strlen(all);
}

static void release(void) {
    if (ct.screen) delscreen(ct.screen);
    if (ct.output) fclose(ct.output);
    if (ct.input) fclose(ct.input);
    if (ct.memory >= 0) close(ct.memory);
    if (restore_state.descriptor >= 0) close(restore_state.descriptor);
    free(ct.frame);
    int is_utf8 = ct.is_utf8;
    memset(&ct, 0, sizeof ct);
    ct.is_utf8 = is_utf8;
    ct.memory = -1;
    restore_state.descriptor = -1;
}

// Looks the type up by itself, since newterm takes types that it can't drive.
static int check_type(const char *term) {
    int found = 0;
    TERMINAL *before = cur_term;
    if (setupterm((char *)term, restore_state.descriptor, &found) != OK) {
        return CTERMINAL_UNKNOWN;
    }
    int can_place = capability("cup") != NULL && capability("clear") != NULL;
    TERMINAL *made = cur_term;
    set_curterm(before);
    del_curterm(made);
    return can_place ? CTERMINAL_OK : CTERMINAL_TOO_PLAIN;
}

static int start_screen(const char *term) {
    int checked = check_type(term);
    if (checked != CTERMINAL_OK) return checked;
    ct.screen = newterm((char *)term, ct.output, ct.input);
    return ct.screen ? CTERMINAL_OK : CTERMINAL_UNKNOWN;
}

static const char *const private_variables[] = {"TERMINFO", "TERMINFO_DIRS", "TERMCAP", "HOME"};
enum { private_count = sizeof private_variables / sizeof *private_variables };

static int start_screen_from_system(const char *term) {
    char *kept[private_count];
    for (int i = 0; i < private_count; i++) {
        const char *value = getenv(private_variables[i]);
        kept[i] = value ? strdup(value) : NULL;
        unsetenv(private_variables[i]);
    }
    int answer = start_screen(term);
    for (int i = 0; i < private_count; i++) {
        if (kept[i]) setenv(private_variables[i], kept[i], 1);
        free(kept[i]);
    }
    return answer;
}

int cterminal_open(int descriptor, const char *term, unsigned flags) {
    if (ct.screen) return CTERMINAL_BUSY;
    if (!isatty(descriptor)) return CTERMINAL_NOT_TERMINAL;
    restore_state.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    ct.memory = memfd_create("frame", MFD_CLOEXEC);
    if (restore_state.descriptor < 0 || ct.memory < 0 || signals_prepare() < 0) goto failed;
    if (tcgetattr(restore_state.descriptor, &restore_state.saved) < 0) goto failed;
    int out = fcntl(ct.memory, F_DUPFD_CLOEXEC, 3);
    int in = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    ct.output = out >= 0 ? fdopen(out, "w") : NULL;
    ct.input = in >= 0 ? fdopen(in, "r") : NULL;
    if (!ct.output || !ct.input) {
        if (!ct.output && out >= 0) close(out);
        if (!ct.input && in >= 0) close(in);
        goto failed;
    }
    // Before newterm, which would install handlers of its own where it finds the default ones.
    signals_install();
    int answer =
        flags & CTERMINAL_SYSTEM_TERMINFO ? start_screen_from_system(term) : start_screen(term);
    if (answer != CTERMINAL_OK) {
        signals_remove();
        release();
        return answer;
    }
    ct.mouse = (flags & CTERMINAL_MOUSE) != 0;
    if ((flags & CTERMINAL_COLOR) && has_colors() && start_color() == OK && COLORS >= 8) {
        ct.has_color = 1;
        ct.colors = COLORS;
        use_default_colors();
    }
    typeahead(-1);
    idlok(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    ct.cursor_shown = -1;
    prepare_strings();
    ct.raw = restore_state.saved;
    ct.raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | IXON | ISTRIP | BRKINT | PARMRK);
    ct.raw.c_oflag &= ~(tcflag_t)OPOST;
    ct.raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    ct.raw.c_cc[VMIN] = 1;
    ct.raw.c_cc[VTIME] = 0;
    static int registered;
    if (!registered) registered = atexit(cterminal_close) == 0;
    // From here on there is something to restore.
    restore_state.active = 1;
    tcsetattr(restore_state.descriptor, TCSADRAIN, &ct.raw);
    write_all(restore_state.descriptor, ct.enter, strlen(ct.enter));
    int columns, rows;
    if (cterminal_size(&columns, &rows) == 0) cterminal_resize(columns, rows);
    return CTERMINAL_OK;
failed:
    release();
    return CTERMINAL_SYSTEM;
}

static void leave(void) {
    if (!restore_state.active) return;
    write_all(restore_state.descriptor, ct.leave, strlen(ct.leave));
    endwin();
    flush_frame();
    // Late reports of the mouse must not reach the shell.
    tcsetattr(restore_state.descriptor, ct.mouse ? TCSAFLUSH : TCSADRAIN, &restore_state.saved);
    restore_state.active = 0;
}

void cterminal_close(void) {
    if (!ct.screen) return;
    leave();
    signals_remove();
    release();
}

void cterminal_suspend(void) {
    if (ct.screen) leave();
}

void cterminal_resume(void) {
    if (!ct.screen) return;
    restore_state.active = 1;
    tcsetattr(restore_state.descriptor, TCSADRAIN, &ct.raw);
    write_all(restore_state.descriptor, ct.enter, strlen(ct.enter));
    ct.cursor_shown = -1;
    clearok(curscr, TRUE);
}

int cterminal_write(const uint8_t *bytes, size_t count) {
    if (!restore_state.active) return -1;
    return write_all(restore_state.descriptor, (const char *)bytes, count) < 0 ? -1 : 0;
}

int cterminal_colors(void) { return ct.has_color ? ct.colors : 0; }

int cterminal_descriptor(void) { return restore_state.descriptor; }

int cterminal_size(int *columns, int *rows) {
    struct winsize size;
    if (ioctl(restore_state.descriptor, TIOCGWINSZ, &size) < 0 || !size.ws_col || !size.ws_row) return -1;
    *columns = size.ws_col < maximum_columns ? size.ws_col : maximum_columns;
    *rows = size.ws_row < maximum_columns ? size.ws_row : maximum_columns;
    return 0;
}

void cterminal_resize(int columns, int rows) {
    if (!ct.screen || columns < 1 || rows < 1) return;
    if (columns != COLS || rows != LINES) resize_term(rows, columns);
    cterminal_invalidate();
}

void cterminal_invalidate(void) {
    if (ct.screen) clearok(curscr, TRUE);
}

void cterminal_flush_input(void) { tcflush(restore_state.descriptor, TCIFLUSH); }

// The nearest of the eight colours to one of the 256: the sign of each part.
static int reduce(int color) {
    if (color < 16) return color;
    if (color >= 232) return color < 244 ? 0 : 7;
    int cube = color - 16, red = cube / 36, green = cube / 6 % 6, blue = cube % 6;
    return (red > 2) | (green > 2) << 1 | (blue > 2) << 2;
}

// Colours 8 to 15 on a terminal of eight: bold text, or the plain colour behind it.
static int available(int color, attr_t *bold) {
    if (color < 0 || color < ct.colors) return color;
    color = reduce(color);
    if (color < ct.colors) return color;
    if (bold) *bold |= A_BOLD;
    return color & 7;
}

static short pair_of(uint32_t key, attr_t *bold) {
    int foreground = available((int)(key & 0x1FF) - 1, bold);
    int background = available((int)(key >> 9 & 0x1FF) - 1, NULL);
    key = (uint32_t)(foreground + 1) | (uint32_t)(background + 1) << 9;
    if (!ct.has_color || !key) return 0;
    unsigned slot = key * 2654435761u >> 22;
    for (unsigned probe = 0; probe < pair_slots; probe++, slot = (slot + 1) % pair_slots) {
        if (ct.pair_keys[slot] == key + 1) return ct.pair_numbers[slot];
        if (ct.pair_keys[slot]) continue;
        // A chtype has room for 256 pairs.
        if (ct.pairs + 1 >= COLOR_PAIRS || ct.pairs + 1 >= 256) return 0;
        short number = (short)(ct.pairs + 1);
        if (init_pair(number, (short)foreground, (short)background) == ERR) return 0;
        ct.pairs++;
        ct.pair_keys[slot] = key + 1;
        ct.pair_numbers[slot] = number;
        return number;
    }
    return 0;
}

// Attributes and pair of a style: 9 bits of foreground, 9 of background, then bold, dim, italic, underline, reverse.
static void resolve(uint32_t style, attr_t *attributes, short *pair) {
    attr_t wanted = 0;
    uint32_t bits = style >> 18;
    if (bits & 1) wanted |= A_BOLD;
    if (bits & 2) wanted |= A_DIM;
    if (bits & 4) wanted |= A_ITALIC;
    if (bits & 8) wanted |= A_UNDERLINE;
    if (bits & 16) wanted |= A_REVERSE;
    *pair = pair_of(style & 0x3FFFF, &wanted);
    *attributes = wanted;
}

// The layout of a cell: bits 0-20 scalar, 21-22 kind (1 left half, 2 right half), 23-34 marks, 35-60 style.
static int is_plain(uint64_t cell) { return (cell & 0x7FFFFFFFF) - 0x20 < 0x5F; }

static void draw_plain(int row, int column, const uint64_t *cells, int count) {
    static chtype run[maximum_columns];
    uint32_t style = UINT32_MAX;
    attr_t attributes = 0;
    short pair = 0;
    chtype look = 0;
    for (int i = 0; i < count; i++) {
        uint32_t next = (uint32_t)(cells[i] >> 35);
        if (next != style) {
            style = next;
            resolve(style, &attributes, &pair);
            look = attributes | COLOR_PAIR(pair);
        }
        run[i] = (chtype)(cells[i] & 0x7F) | look;
    }
    mvaddchnstr(row, column, run, count);
}

static void draw_wide(int row, int column, uint64_t cell, const uint32_t *marks, int mark_count) {
    attr_t attributes;
    short pair;
    resolve((uint32_t)(cell >> 35), &attributes, &pair);
    wchar_t scalar = (wchar_t)(cell & 0x1FFFFF);
    int kind = (int)(cell >> 21 & 3), width = kind == 1 ? 2 : 1;
    if (kind == 2) return; // drawn with its left half
    // Where the C library has another opinion of the width, the row would shift.
    if (!ct.is_utf8 || scalar < 0x20 || wcwidth(scalar) != width) {
        chtype stand_in = scalar >= 0x20 && scalar < 0x7F ? (chtype)scalar : '?';
        for (int i = 0; i < width; i++) mvaddch(row, column + i, stand_in | attributes | COLOR_PAIR(pair));
        return;
    }
    wchar_t text[4] = {scalar, 0};
    for (int i = 0; i < mark_count && i < 2; i++) {
        if (wcwidth((wchar_t)marks[i]) == 0) text[i + 1] = (wchar_t)marks[i];
    }
    cchar_t shown;
    if (setcchar(&shown, text, attributes, pair, NULL) == OK) mvadd_wchnstr(row, column, &shown, 1);
}

void cterminal_draw(int row, int column, const uint64_t *cells, int count) {
    if (!ct.screen || row < 0 || row >= LINES || column < 0) return;
    if (count > COLS - column) count = COLS - column;
    for (int i = 0; i < count;) {
        int end = i;
        while (end < count && is_plain(cells[end])) end++;
        if (end > i) draw_plain(row, column + i, cells + i, end - i);
        i = end;
        for (; i < count && !is_plain(cells[i]); i++) draw_wide(row, column + i, cells[i], NULL, 0);
    }
}

void cterminal_draw_marked(int row, int column, uint64_t cell, const uint32_t *marks, int count) {
    if (!ct.screen || row < 0 || row >= LINES || column < 0 || column >= COLS) return;
    draw_wide(row, column, cell, marks, count);
}

long cterminal_flush(int row, int column) {
    if (!ct.screen || !restore_state.active) return -1;
    int shown = row >= 0;
    if (shown) {
        wmove(stdscr, row < LINES ? row : LINES - 1, column < COLS ? column : COLS - 1);
    }
    if (shown != ct.cursor_shown) {
        // A hidden cursor may stay wherever the last change left it.
        leaveok(stdscr, !shown);
        curs_set(shown);
        ct.cursor_shown = shown;
    }
    wnoutrefresh(stdscr);
    doupdate();
    return flush_frame();
}
