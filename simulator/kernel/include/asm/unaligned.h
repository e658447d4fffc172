/* Values at any alignment, in either byte order. */
#ifndef _ASM_UNALIGNED_H
#define _ASM_UNALIGNED_H

#include <asm/byteorder.h>

#define __GET_UNALIGNED(type, p) (((const struct { type value; } __attribute__((packed)) *)(p))->value)
#define get_unaligned(p) (((const struct { __typeof__(*(p)) value; } __attribute__((packed)) *)(p))->value)
#define put_unaligned(v, p)                                                                     \
	do {                                                                                    \
		((struct { __typeof__(*(p)) value; } __attribute__((packed)) *)(p))->value = (v); \
	} while (0)

static inline u16 get_unaligned_le16(const void *p) { return ((const u8 *)p)[0] | ((const u8 *)p)[1] << 8; }
static inline u16 get_unaligned_be16(const void *p) { return ((const u8 *)p)[1] | ((const u8 *)p)[0] << 8; }
static inline u32 get_unaligned_le32(const void *p) { return __GET_UNALIGNED(u32, p); }
static inline u64 get_unaligned_le64(const void *p) { return __GET_UNALIGNED(u64, p); }
static inline u32 get_unaligned_be32(const void *p) { return swab32(__GET_UNALIGNED(u32, p)); }
static inline u64 get_unaligned_be64(const void *p) { return swab64(__GET_UNALIGNED(u64, p)); }
static inline void put_unaligned_le16(u16 value, void *p) { put_unaligned(value, (u16 *)p); }
static inline void put_unaligned_le32(u32 value, void *p) { put_unaligned(value, (u32 *)p); }
static inline void put_unaligned_le64(u64 value, void *p) { put_unaligned(value, (u64 *)p); }
static inline void put_unaligned_be16(u16 value, void *p) { put_unaligned(swab16(value), (u16 *)p); }
static inline void put_unaligned_be32(u32 value, void *p) { put_unaligned(swab32(value), (u32 *)p); }
static inline void put_unaligned_be64(u64 value, void *p) { put_unaligned(swab64(value), (u64 *)p); }

#endif
