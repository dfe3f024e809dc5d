/*
 * A crowd of WebSocket subscribers that costs little enough to measure a server by.
 *
 *     load HOST PORT plain|room|socketio PATHS COUNTER
 *
 * One thread, epoll, sockets that never block. PATHS holds one request target a line, taken in turn. Orders
 * come by standard input, a line each; every order is answered by one line of JSON:
 *
 *     open N PER_SECOND STUCK_EVERY   open N more sockets; each STUCK_EVERYth (0: none) never reads again
 *     mark                            count from here
 *     tell                            what was counted since
 *     say PER_SECOND SECONDS          send danmaku, from one socket after another (room only)
 *     close                           cut all sockets
 *
 * It ends with its input. What is counted is *messages*: a message carries one mark in its text, '@', a
 * letter ('e' a numbered event, 'd' a line of talk) and 16 hexadecimal digits, the time it was published
 * (CLOCK_MONOTONIC, nanoseconds, the same for all processes of a machine). However a server packs
 * messages into frames and frames into writes, one mark read is one delivery. The running total is also
 * kept in the file COUNTER (8 bytes, this machine's order), so that a publisher can see how far its
 * subscribers are.
 *
 * "plain" sockets are ready when they are upgraded, "room" ones when the hello has come, "socketio" ones
 * when their namespace is joined.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CHUNK (256 * 1024)           /* bytes of one recv */
#define FRAME_LIMIT (4 * 1024 * 1024) /* a longer frame is a fault */
#define PEERS_PER_ADDRESS 4000       /* ports of one source address, well below what the system has */
#define IN_FLIGHT 200                /* handshakes at once; a listener's backlog holds as many */
#define OPEN_PATIENCE 60.0           /* seconds beyond the pace until a handshake counts as failed */
#define STUCK_RECEIVE_BUFFER 4096    /* so that what a stuck reader leaves is soon the server's affair */
#define STUCK_SEGMENT 1440           /* as on the internet; loopback's 64 KB let a kernel hoard megabytes */
#define MARK_LENGTH 18
#define SUB 64 /* parts of an octave in the histogram: 1.6 % */
#define BUCKETS (SUB * 48)
#define STDIN_ID UINT32_MAX
static const struct timespec NAP = {.tv_nsec = 1000000}; /* added to a latency at most: 1 ms */

enum kind { PLAIN, ROOM, SOCKETIO };
enum state { NONE, CONNECTING, SHAKING, GREETING, OPEN, GONE };

struct peer {
    int fd;
    uint8_t state, is_stuck;
    uint8_t *rest; /* a frame, or a handshake, that has begun to come */
    uint32_t rest_length, rest_room;
    uint64_t events, lines;      /* messages since the mark */
    uint64_t last_event;         /* when it was published */
    uint64_t event_sum, line_sum; /* which messages these were, whatever their order */
};

static struct {
    uint64_t messages, frames, bytes, acks, refused, said, unsaid, closed, stuck_closed, misordered;
    uint64_t first_at, last_at, begun_at;
    double cpu;
    uint64_t latencies[BUCKETS];
} seen;

static struct {
    uint32_t wanted, started, settled, failed, stuck_every;
    double per_second, begun, until;
    int is_running;
} opening;

static struct {
    double per_second, begun;
    uint64_t wanted, tried;
    uint32_t next;
    int is_running;
} saying;

static enum kind kind;
static struct sockaddr_in server;
static char **paths;
static size_t path_count;
static struct peer *peers;
static uint32_t peer_count, open_count, faults;
static volatile uint64_t *delivered;
static int poller;
static uint8_t buffer[FRAME_LIMIT + CHUNK];
static int8_t hex_value[256];

static void die(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void fault(const char *what) {
    if (faults++ < 20) fprintf(stderr, "load: %s\n", what);
}

static void answer(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
}

static uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static double now(void) { return (double)now_ns() / 1e9; }

static double cpu_seconds(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

/* --- Latencies: buckets that are as fine as their values are small, as HdrHistogram's ------------------ */

static unsigned bucket_of(uint64_t microseconds) {
    if (microseconds < SUB) return (unsigned)microseconds;
    unsigned exponent = 63u - (unsigned)__builtin_clzll(microseconds);
    unsigned octave = exponent - 5; /* 2^6 = SUB: the first octave of its own */
    unsigned bucket = octave * SUB + (unsigned)((microseconds >> (exponent - 6)) & (SUB - 1));
    return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

static double middle_of(unsigned bucket) {
    if (bucket < SUB) return bucket;
    unsigned octave = bucket / SUB, part = bucket % SUB;
    double width = (double)(1ull << (octave - 1));
    return ((double)SUB + part) * width + width / 2;
}

static double percentile(double share) {
    uint64_t total = 0, below = 0;
    for (unsigned each = 0; each < BUCKETS; each++) total += seen.latencies[each];
    uint64_t wanted = (uint64_t)((double)total * share);
    for (unsigned each = 0; each < BUCKETS; each++) {
        below += seen.latencies[each];
        if (below > wanted) return middle_of(each);
    }
    return 0;
}

/* --- Peers -------------------------------------------------------------------------------------------- */

static void settle(struct peer *it) {
    it->state = OPEN;
    open_count++;
    opening.settled++;
    if (it->is_stuck) { /* an empty set of events still tells of the end */
        struct epoll_event nothing = {.events = 0, .data.u32 = (uint32_t)(it - peers)};
        epoll_ctl(poller, EPOLL_CTL_MOD, it->fd, &nothing);
    }
}

static void drop(struct peer *it) {
    if (it->state == GONE || it->state == NONE) return;
    if (it->state == OPEN) {
        open_count--;
        if (it->is_stuck) seen.stuck_closed++;
        else seen.closed++;
    } else {
        opening.settled++;
        opening.failed++;
    }
    struct linger hard = {1, 0}; /* no port waits for a minute */
    setsockopt(it->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(it->fd);
    free(it->rest);
    it->rest = NULL;
    it->rest_length = it->rest_room = 0;
    it->state = GONE;
}

static int put(struct peer *it, const void *bytes, size_t length) {
    ssize_t sent = send(it->fd, bytes, length, MSG_NOSIGNAL);
    if (sent == (ssize_t)length) return 1;
    if (sent >= 0) { /* half a frame is no frame: nothing sensible can follow */
        fault("a frame of ours was cut");
        drop(it);
    }
    return 0;
}

static int put_frame(struct peer *it, uint8_t opcode, const void *payload, size_t length) {
    uint8_t frame[6 + 125] = {(uint8_t)(0x80 | opcode), (uint8_t)(0x80 | length)}; /* a mask of zeros */
    memcpy(frame + 6, payload, length);
    return put(it, frame, 6 + length);
}

static void shake(struct peer *it) {
    char request[4096];
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                          paths[(size_t)(it - peers) % path_count]);
    it->state = SHAKING;
    struct epoll_event reading = {.events = EPOLLIN | EPOLLET, .data.u32 = (uint32_t)(it - peers)};
    epoll_ctl(poller, EPOLL_CTL_MOD, it->fd, &reading);
    if (!put(it, request, (size_t)length)) drop(it);
}

static void start_peer(void) {
    uint32_t id = peer_count++;
    struct peer *it = &peers[id];
    memset(it, 0, sizeof *it);
    it->is_stuck = opening.stuck_every && opening.started % opening.stuck_every == 0;
    opening.started++;
    it->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (it->fd < 0) die("socket");
    int one = 1, small = STUCK_RECEIVE_BUFFER, segment = STUCK_SEGMENT;
    setsockopt(it->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (it->is_stuck) {
        setsockopt(it->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        setsockopt(it->fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
    }
    if ((ntohl(server.sin_addr.s_addr) >> 24) == 127) {
        struct sockaddr_in own = {.sin_family = AF_INET};
        own.sin_addr.s_addr = htonl(0x7f000001 + id / PEERS_PER_ADDRESS);
        setsockopt(it->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
        if (bind(it->fd, (struct sockaddr *)&own, sizeof own)) die("bind");
    }
    it->state = CONNECTING;
    struct epoll_event writing = {.events = EPOLLOUT, .data.u32 = id};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, it->fd, &writing)) die("epoll_ctl");
    if (connect(it->fd, (struct sockaddr *)&server, sizeof server) && errno != EINPROGRESS) drop(it);
}

/* --- What comes in ------------------------------------------------------------------------------------ */

static uint64_t mixed(uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

static int stamp_of(const uint8_t *digits, uint64_t *stamp) {
    uint64_t value = 0;
    for (int each = 0; each < 16; each++) {
        int8_t digit = hex_value[digits[each]];
        if (digit < 0) return 0;
        value = value << 4 | (uint64_t)digit;
    }
    *stamp = value;
    return 1;
}

/* Count the messages in a text; a mark that is none is text like any other. */
static uint64_t count(struct peer *it, const uint8_t *at, size_t length, uint64_t time) {
    const uint8_t *end = at + length;
    uint64_t found = 0, stamp;
    while (end - at >= MARK_LENGTH && (at = memchr(at, '@', (size_t)(end - at))) != NULL) {
        if (end - at < MARK_LENGTH) break;
        if ((at[1] != 'e' && at[1] != 'd') || !stamp_of(at + 2, &stamp)) {
            at++;
            continue;
        }
        seen.latencies[bucket_of(time > stamp ? (time - stamp) / 1000 : 0)]++;
        if (at[1] == 'e') {
            it->events++;
            it->event_sum += mixed(stamp);
            if (stamp < it->last_event) seen.misordered++;
            it->last_event = stamp;
        } else {
            it->lines++;
            it->line_sum += mixed(stamp);
        }
        found++;
        at += MARK_LENGTH;
    }
    return found;
}

static int begins(const uint8_t *text, size_t length, const char *with) {
    size_t size = strlen(with);
    return length >= size && !memcmp(text, with, size);
}

static uint64_t take_text(struct peer *it, const uint8_t *text, size_t length, uint64_t time) {
    if (kind == ROOM) {
        if (begins(text, length, "{\"t\":\"hello\"")) { /* recent talk in it was published before */
            if (it->state == GREETING) settle(it);
            return 0;
        }
        if (begins(text, length, "{\"t\":\"ack\"")) seen.acks++;
        else if (begins(text, length, "{\"t\":\"refused\"")) seen.refused++;
    } else if (kind == SOCKETIO && !begins(text, length, "42")) {
        if (begins(text, length, "2")) put_frame(it, 1, "3", 1);
        else if (begins(text, length, "40") && it->state == GREETING) settle(it);
        else if (begins(text, length, "0")) put_frame(it, 1, "40", 2);
        return 0;
    }
    return count(it, text, length, time);
}

/* Take whole frames; return how many bytes they were. */
static size_t take_frames(struct peer *it, const uint8_t *at, size_t length, uint64_t time) {
    size_t used = 0;
    uint64_t found = 0;
    while (it->state != GONE && length - used >= 2) {
        const uint8_t *frame = at + used;
        uint64_t size = frame[1] & 127, head = 2;
        if (frame[1] & 128) {
            fault("a server's frame is masked");
            drop(it);
            break;
        }
        if (size >= 126) head = size == 126 ? 4 : 10;
        if (length - used < head) break;
        if (head > 2)
            for (size = 0, head = 2; head < (frame[1] == 126 ? 4u : 10u); head++) size = size << 8 | frame[head];
        if (size > FRAME_LIMIT - 16) {
            fault("a frame is too long");
            drop(it);
            break;
        }
        if (length - used < head + size) break;
        used += head + size;
        seen.frames++;
        switch (frame[0] & 15) {
        case 0:
        case 1:
        case 2:
            found += take_text(it, frame + head, size, time);
            break;
        case 8:
            drop(it);
            break;
        case 9:
            put_frame(it, 10, frame + head, size < 126 ? size : 0);
            break;
        case 10:
            break;
        default:
            fault("a frame of no known kind");
            drop(it);
        }
    }
    if (found) {
        if (!seen.messages) seen.first_at = time;
        seen.messages += found;
        seen.last_at = time;
        *delivered += found;
    }
    return used;
}

/* Return how many bytes the answer to the handshake was, 0 while it is not whole. */
static size_t take_handshake(struct peer *it, const uint8_t *at, size_t length) {
    const uint8_t *end = memmem(at, length, "\r\n\r\n", 4);
    if (end == NULL) return 0;
    if (!begins(at, length, "HTTP/1.1 101 ") ||
        !memmem(at, (size_t)(end - at) + 2, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", 30)) {
        char start[81] = {0};
        memcpy(start, at, length < 80 ? length : 80);
        fprintf(stderr, "load: refused: %s\n", start);
        drop(it);
        return length;
    }
    it->state = GREETING;
    if (kind == PLAIN) settle(it);
    return (size_t)(end - at) + 4;
}

/* Take what has come; return whether there may be more. */
static int take_bytes(struct peer *it) {
    size_t have = it->rest_length;
    if (have) memcpy(buffer, it->rest, have);
    ssize_t got = recv(it->fd, buffer + have, CHUNK, 0);
    if (got <= 0) {
        if (got < 0 && errno == EINTR) return 1;
        if (got == 0 || errno != EAGAIN) drop(it);
        return 0;
    }
    seen.bytes += (uint64_t)got;
    uint64_t time = now_ns();
    size_t length = have + (size_t)got, used = 0;
    if (it->state == SHAKING) used = take_handshake(it, buffer, length);
    if (it->state == GREETING || it->state == OPEN) used += take_frames(it, buffer + used, length - used, time);
    if (it->state == GONE) return 0;
    it->rest_length = (uint32_t)(length - used);
    if (it->rest_length > it->rest_room) {
        it->rest_room = it->rest_length + it->rest_length / 2;
        it->rest = realloc(it->rest, it->rest_room);
        if (it->rest == NULL) die("realloc");
    }
    if (it->rest_length) memcpy(it->rest, buffer + used, it->rest_length);
    return got == CHUNK;
}

static void on_event(struct peer *it, uint32_t events) {
    if (it->state == GONE || it->state == NONE) return;
    if (it->state == CONNECTING) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(it->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error) drop(it);
        else shake(it);
    } else if (events & EPOLLIN) {
        /* Told once of what comes: less than was asked for is all there is for now. */
        while (take_bytes(it) && !it->is_stuck) continue;
    } else if (events & (EPOLLHUP | EPOLLERR)) {
        drop(it);
    }
}

/* --- Orders ------------------------------------------------------------------------------------------- */

static void mark(void) {
    memset(&seen, 0, sizeof seen);
    for (uint32_t each = 0; each < peer_count; each++) {
        struct peer *it = &peers[each];
        it->events = it->lines = it->last_event = it->event_sum = it->line_sum = 0;
    }
    seen.begun_at = now_ns();
    seen.cpu = cpu_seconds();
    answer("{\"marked\":%u}", open_count);
}

static int by_value(const void *one, const void *other) {
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return a < b ? -1 : a > b;
}

static uint64_t distinct(uint64_t *values, size_t length) {
    uint64_t different = length > 0;
    qsort(values, length, sizeof *values, by_value);
    for (size_t each = 1; each < length; each++) different += values[each] != values[each - 1];
    return different;
}

/* How many different sets of events, and of lines, the readers have seen: one when all saw the same. */
static void views(uint64_t *of_events, uint64_t *of_lines, uint64_t *least, uint64_t *most) {
    uint64_t *values = malloc(sizeof *values * (peer_count + 1));
    size_t length;
    *least = UINT64_MAX;
    *most = 0;
    for (int lines = 0; lines < 2; lines++) {
        length = 0;
        for (uint32_t each = 0; each < peer_count; each++) {
            struct peer *it = &peers[each];
            if (it->state != OPEN || it->is_stuck) continue;
            values[length++] = lines ? it->line_sum + it->lines : it->event_sum + it->events;
            uint64_t all = it->events + it->lines;
            if (all < *least) *least = all;
            if (all > *most) *most = all;
        }
        *(lines ? of_lines : of_events) = distinct(values, length);
    }
    if (*least == UINT64_MAX) *least = 0;
    free(values);
}

static void tell(void) {
    uint64_t of_events, of_lines, least, most, events = 0, lines = 0, time = now_ns();
    double cpu = cpu_seconds() - seen.cpu;
    views(&of_events, &of_lines, &least, &most);
    for (uint32_t each = 0; each < peer_count; each++) {
        events += peers[each].events;
        lines += peers[each].lines;
    }
    answer("{\"wall\":%.6f,\"cpu\":%.6f,\"messages\":%llu,\"events\":%llu,\"lines\":%llu,\"frames\":%llu,"
           "\"bytes\":%llu,\"first\":%.6f,\"last\":%.6f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"open\":%u,"
           "\"closed\":%llu,\"stuck_closed\":%llu,\"acks\":%llu,\"refused\":%llu,\"said\":%llu,\"unsaid\":%llu,"
           "\"misordered\":%llu,\"event_views\":%llu,\"line_views\":%llu,\"least\":%llu,\"most\":%llu,"
           "\"faults\":%u}",
           (double)(time - seen.begun_at) / 1e9, cpu, (unsigned long long)seen.messages,
           (unsigned long long)events, (unsigned long long)lines, (unsigned long long)seen.frames,
           (unsigned long long)seen.bytes,
           seen.messages ? (double)(seen.first_at - seen.begun_at) / 1e9 : 0.0,
           seen.messages ? (double)(seen.last_at - seen.begun_at) / 1e9 : 0.0, percentile(0.50) / 1000,
           percentile(0.99) / 1000, open_count, (unsigned long long)seen.closed,
           (unsigned long long)seen.stuck_closed, (unsigned long long)seen.acks,
           (unsigned long long)seen.refused, (unsigned long long)seen.said, (unsigned long long)seen.unsaid,
           (unsigned long long)seen.misordered, (unsigned long long)of_events, (unsigned long long)of_lines,
           (unsigned long long)least, (unsigned long long)most, faults);
}

static void close_all(void) {
    uint32_t cut = 0;
    for (uint32_t each = 0; each < peer_count; each++) {
        cut += peers[each].state != GONE;
        drop(&peers[each]);
    }
    peer_count = open_count = 0;
    answer("{\"closed\":%u}", cut);
}

static void obey(const char *order) {
    unsigned wanted, every;
    double per_second, seconds;
    if (sscanf(order, "open %u %lf %u", &wanted, &per_second, &every) == 3) {
        peers = realloc(peers, sizeof *peers * (peer_count + wanted + 1));
        if (peers == NULL) die("realloc");
        memset(&opening, 0, sizeof opening);
        opening.wanted = wanted;
        opening.per_second = per_second;
        opening.stuck_every = every;
        opening.begun = now();
        opening.until = opening.begun + wanted / per_second + OPEN_PATIENCE;
        opening.is_running = 1;
    } else if (!strcmp(order, "mark")) {
        mark();
    } else if (!strcmp(order, "tell")) {
        tell();
    } else if (sscanf(order, "say %lf %lf", &per_second, &seconds) == 2) {
        memset(&saying, 0, sizeof saying);
        saying.per_second = per_second;
        saying.wanted = (uint64_t)(per_second * seconds);
        saying.begun = now();
        saying.is_running = 1;
    } else if (!strcmp(order, "close")) {
        close_all();
    } else {
        fault("an order that nobody knows");
        answer("{}");
    }
}

static void read_orders(void) {
    static char text[4096];
    static size_t length;
    ssize_t got = read(0, text + length, sizeof text - length - 1);
    if (got <= 0) exit(0);
    length += (size_t)got;
    text[length] = 0;
    char *end;
    while ((end = strchr(text, '\n')) != NULL) {
        *end = 0;
        obey(text);
        length -= (size_t)(end + 1 - text);
        memmove(text, end + 1, length + 1);
    }
}

/* --- Work that is spread over time -------------------------------------------------------------------- */

static void go_on_opening(void) {
    double time = now();
    while (opening.started < opening.wanted && opening.started - opening.settled < IN_FLIGHT &&
           opening.started <= (time - opening.begun) * opening.per_second)
        start_peer();
    if (time > opening.until)
        for (uint32_t each = 0; each < peer_count; each++)
            if (peers[each].state != OPEN) drop(&peers[each]);
    if (opening.settled >= opening.wanted || time > opening.until) {
        opening.is_running = 0;
        answer("{\"open\":%u,\"failed\":%u,\"seconds\":%.3f}", open_count, opening.failed, time - opening.begun);
    }
}

static void go_on_saying(void) {
    double time = now();
    while (saying.tried < saying.wanted && (double)saying.tried <= (time - saying.begun) * saying.per_second) {
        saying.tried++;
        struct peer *it = NULL;
        for (uint32_t each = 0; each < peer_count && it == NULL; each++) {
            struct peer *next = &peers[saying.next++ % peer_count];
            if (next->state == OPEN && !next->is_stuck) it = next;
        }
        char text[96];
        int length = snprintf(text, sizeof text, "{\"t\":\"danmaku\",\"id\":\"1\",\"text\":\"@d%016llx\"}",
                              (unsigned long long)now_ns());
        if (it != NULL && put_frame(it, 1, text, (size_t)length)) seen.said++;
        else seen.unsaid++;
    }
    if (saying.tried >= saying.wanted) {
        saying.is_running = 0;
        answer("{\"said\":%llu,\"unsaid\":%llu}", (unsigned long long)seen.said, (unsigned long long)seen.unsaid);
    }
}

static void read_paths(const char *name) {
    FILE *file = fopen(name, "r");
    if (file == NULL) die(name);
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, file)) > 0) {
        line[strcspn(line, "\r\n")] = 0;
        paths = realloc(paths, sizeof *paths * (path_count + 1));
        paths[path_count++] = strdup(line);
    }
    free(line);
    fclose(file);
    if (path_count == 0) {
        errno = ENODATA;
        die(name);
    }
}

static void open_counter(const char *name) {
    int file = open(name, O_RDWR);
    if (file < 0) die(name);
    void *mapped = mmap(NULL, sizeof *delivered, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED) die("mmap");
    delivered = mapped;
    close(file);
}

int main(int count_of_arguments, char **arguments) {
    if (count_of_arguments != 6) {
        fprintf(stderr, "usage: load HOST PORT plain|room|socketio PATHS COUNTER\n");
        return 2;
    }
    server.sin_family = AF_INET;
    server.sin_port = htons((uint16_t)atoi(arguments[2]));
    if (inet_pton(AF_INET, arguments[1], &server.sin_addr) != 1) die(arguments[1]);
    kind = !strcmp(arguments[3], "room") ? ROOM : !strcmp(arguments[3], "socketio") ? SOCKETIO : PLAIN;
    read_paths(arguments[4]);
    open_counter(arguments[5]);
    signal(SIGPIPE, SIG_IGN);
    memset(hex_value, -1, sizeof hex_value);
    for (int digit = 0; digit < 16; digit++) hex_value[(uint8_t)"0123456789abcdef"[digit]] = (int8_t)digit;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    poller = epoll_create1(0);
    struct epoll_event orders = {.events = EPOLLIN, .data.u32 = STDIN_ID}, events[512];
    if (poller < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, 0, &orders)) die("epoll");
    for (;;) {
        /* It looks again by itself rather than be woken: on one machine the sender's core pays for waking the
           reader's, which across a network it never does. */
        int ready = epoll_wait(poller, events, 512, 0);
        if (ready < 0 && errno != EINTR) die("epoll_wait");
        if (ready <= 0) nanosleep(&NAP, NULL);
        for (int each = 0; each < ready; each++) {
            if (events[each].data.u32 == STDIN_ID) read_orders();
            else on_event(&peers[events[each].data.u32], events[each].events);
        }
        if (opening.is_running) go_on_opening();
        if (saying.is_running) go_on_saying();
    }
}
