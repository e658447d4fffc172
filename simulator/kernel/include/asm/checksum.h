/* Checksums of the Internet protocols (RFC 1071): sums of 16-bit words in which the carry is added again. */
#ifndef _ASM_CHECKSUM_H
#define _ASM_CHECKSUM_H

#include <asm/byteorder.h>
#include <linux/types.h>

static inline __wsum csum_add(__wsum sum, __wsum more)
{
	u32 result = (u32)sum + (u32)more;

	return result + (result < (u32)more);
}

static inline __sum16 csum_fold(__wsum sum)
{
	u32 folded = ((u32)sum & 0xffff) + ((u32)sum >> 16);

	return (__sum16)~(folded + (folded >> 16));
}

static inline __wsum csum_partial(const void *from, int length, __wsum sum)
{
	const u8 *bytes = from;
	u64 total = (u32)sum;
	int at;

	for (at = 0; at + 1 < length; at += 2)
		total += bytes[at] | bytes[at + 1] << 8;
	if (at < length)
		total += bytes[at];
	total = (total & 0xffffffff) + (total >> 32);
	return (u32)total + (u32)(total >> 32);
}

/* `words` of 32 bits. */
static inline __sum16 ip_fast_csum(const void *header, unsigned int words)
{
	return csum_fold(csum_partial(header, 4 * words, 0));
}

static inline __sum16 ip_compute_csum(const void *from, int length)
{
	return csum_fold(csum_partial(from, length, 0));
}

static inline __wsum csum_tcpudp_nofold(__be32 from, __be32 to, __u32 length, __u8 protocol, __wsum sum)
{
	u64 total = (u64)(u32)sum + (u32)from + (u32)to + ((u64)(length + protocol) << 8);

	total = (total & 0xffffffff) + (total >> 32);
	return (u32)total + (u32)(total >> 32);
}

static inline __sum16 csum_tcpudp_magic(__be32 from, __be32 to, __u32 length, __u8 protocol, __wsum sum)
{
	return csum_fold(csum_tcpudp_nofold(from, to, length, protocol, sum));
}

#endif
