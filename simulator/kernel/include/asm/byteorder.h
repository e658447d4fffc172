/* Byte order: the machines are little endian. */
#ifndef _ASM_BYTEORDER_H
#define _ASM_BYTEORDER_H

#include <linux/types.h>

#ifndef __LITTLE_ENDIAN
#define __LITTLE_ENDIAN 1234
#endif
#define __LITTLE_ENDIAN_BITFIELD

#define swab16(x) __builtin_bswap16((__u16)(x))
#define swab32(x) __builtin_bswap32((__u32)(x))
#define swab64(x) __builtin_bswap64((__u64)(x))
#define __swab16(x) swab16(x)
#define __swab32(x) swab32(x)
#define __swab64(x) swab64(x)
#define cpu_to_le16(x) ((__le16)(__u16)(x))
#define cpu_to_le32(x) ((__le32)(__u32)(x))
#define cpu_to_le64(x) ((__le64)(__u64)(x))
#define le16_to_cpu(x) ((__u16)(__le16)(x))
#define le32_to_cpu(x) ((__u32)(__le32)(x))
#define le64_to_cpu(x) ((__u64)(__le64)(x))
#define cpu_to_be16(x) ((__be16)swab16(x))
#define cpu_to_be32(x) ((__be32)swab32(x))
#define cpu_to_be64(x) ((__be64)swab64(x))
#define be16_to_cpu(x) swab16(x)
#define be32_to_cpu(x) swab32(x)
#define be64_to_cpu(x) swab64(x)
#define __cpu_to_le16(x) cpu_to_le16(x)
#define __cpu_to_le32(x) cpu_to_le32(x)
#define __cpu_to_le64(x) cpu_to_le64(x)
#define __le16_to_cpu(x) le16_to_cpu(x)
#define __le32_to_cpu(x) le32_to_cpu(x)
#define __le64_to_cpu(x) le64_to_cpu(x)
#define __cpu_to_be16(x) cpu_to_be16(x)
#define __cpu_to_be32(x) cpu_to_be32(x)
#define __cpu_to_be64(x) cpu_to_be64(x)
#define __be16_to_cpu(x) be16_to_cpu(x)
#define __be32_to_cpu(x) be32_to_cpu(x)
#define __be64_to_cpu(x) be64_to_cpu(x)
#define __constant_cpu_to_le16(x) cpu_to_le16(x)
#define __constant_cpu_to_le32(x) cpu_to_le32(x)
#define __constant_cpu_to_le64(x) cpu_to_le64(x)
#define cpu_to_le32s(p) ((void)(p))
#define le32_to_cpus(p) ((void)(p))
#define cpu_to_le16s(p) ((void)(p))
#define le16_to_cpus(p) ((void)(p))
#define cpu_to_le64s(p) ((void)(p))
#define le64_to_cpus(p) ((void)(p))
#define htons(x) cpu_to_be16(x)
#define htonl(x) cpu_to_be32(x)
#define ntohs(x) be16_to_cpu(x)
#define ntohl(x) be32_to_cpu(x)

static inline u16 le16_to_cpup(const __le16 *p) { return *p; }
static inline u32 le32_to_cpup(const __le32 *p) { return *p; }
static inline u64 le64_to_cpup(const __le64 *p) { return *p; }
static inline u16 be16_to_cpup(const __be16 *p) { return swab16(*p); }
static inline u32 be32_to_cpup(const __be32 *p) { return swab32(*p); }
static inline u64 be64_to_cpup(const __be64 *p) { return swab64(*p); }
static inline void be16_to_cpus(void *p) { *(u16 *)p = swab16(*(u16 *)p); }
#define cpu_to_be16s(p) be16_to_cpus(p)
static inline void be32_to_cpus(void *p) { *(u32 *)p = swab32(*(u32 *)p); }
#define cpu_to_be32s(p) be32_to_cpus(p)
static inline void be64_to_cpus(void *p) { *(u64 *)p = swab64(*(u64 *)p); }
#define cpu_to_be64s(p) be64_to_cpus(p)
static inline void le16_add_cpu(__le16 *variable, u16 value) { *variable += value; }
static inline void le32_add_cpu(__le32 *variable, u32 value) { *variable += value; }
static inline void le64_add_cpu(__le64 *variable, u64 value) { *variable += value; }

#define lower_32_bits_of_le64(x) ((u32)(x))

#endif
