/* Unique identifiers of 16 bytes. */
#ifndef _LINUX_UUID_H_
#define _LINUX_UUID_H_

#include <linux/string.h>
#include <linux/types.h>

#define UUID_SIZE 16
#define UUID_STRING_LEN 36

typedef struct {
	__u8 b[UUID_SIZE];
} guid_t;
typedef struct {
	__u8 b[UUID_SIZE];
} uuid_t;
typedef guid_t uuid_le;
typedef uuid_t uuid_be;

#define GUID_INIT(a, b, c, d0, d1, d2, d3, d4, d5, d6, d7)                                              \
	((guid_t){ { (a) & 0xff, ((a) >> 8) & 0xff, ((a) >> 16) & 0xff, ((a) >> 24) & 0xff,             \
		     (b) & 0xff, ((b) >> 8) & 0xff, (c) & 0xff, ((c) >> 8) & 0xff,                      \
		     (d0), (d1), (d2), (d3), (d4), (d5), (d6), (d7) } })
#define UUID_INIT(a, b, c, d0, d1, d2, d3, d4, d5, d6, d7)                                              \
	((uuid_t){ { ((a) >> 24) & 0xff, ((a) >> 16) & 0xff, ((a) >> 8) & 0xff, (a) & 0xff,             \
		     ((b) >> 8) & 0xff, (b) & 0xff, ((c) >> 8) & 0xff, (c) & 0xff,                      \
		     (d0), (d1), (d2), (d3), (d4), (d5), (d6), (d7) } })

static inline bool guid_equal(const guid_t *a, const guid_t *b) { return memcmp(a, b, sizeof(guid_t)) == 0; }
static inline bool uuid_equal(const uuid_t *a, const uuid_t *b) { return memcmp(a, b, sizeof(uuid_t)) == 0; }
static inline void uuid_copy(uuid_t *to, const uuid_t *from) { memcpy(to, from, sizeof(uuid_t)); }
static inline void guid_copy(guid_t *to, const guid_t *from) { memcpy(to, from, sizeof(guid_t)); }

/* lib/uuid.c */
void generate_random_uuid(unsigned char uuid[16]);
void uuid_gen(uuid_t *uuid);
void guid_gen(guid_t *guid);
bool uuid_is_valid(const char *text);
int uuid_parse(const char *text, uuid_t *uuid);
int guid_parse(const char *text, guid_t *guid);
static inline bool uuid_is_null(const uuid_t *uuid) { static const uuid_t zero; return uuid_equal(uuid, &zero); }

#endif
