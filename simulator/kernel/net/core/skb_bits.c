/* Bytes of a packet, wherever in its head and pages they stand. */
#include <linux/skbuff.h>

/* Bytes of one frag, `offset` counted from its start. */
static void *frag_bytes(const struct sk_buff *skb, int i, int offset, int *length)
{
	const skb_frag_t *frag = &skb_shinfo(skb)->frags[i];

	*length = min_t(int, *length, (int)skb_frag_size(frag) - offset);
	return skb_frag_address(frag) + offset;
}

static int for_bytes(const struct sk_buff *skb, int offset, void *buffer, int length, bool store)
{
	int start = skb_headlen(skb);

	if (offset < 0 || offset > (int)skb->len - length)
		return -EFAULT;
	for (int i = -1; length > 0; i++) {
		int size = i < 0 ? start : (int)skb_frag_size(&skb_shinfo(skb)->frags[i]);
		int piece = min(length, size - offset);
		void *there;

		if (offset >= size) {
			offset -= size;
			continue;
		}
		there = i < 0 ? skb->data + offset : frag_bytes(skb, i, offset, &piece);
		if (store)
			memcpy(there, buffer, piece);
		else
			memcpy(buffer, there, piece);
		buffer += piece;
		length -= piece;
		offset = 0;
	}
	return 0;
}

int skb_copy_bits(const struct sk_buff *skb, int offset, void *to, int length)
{
	return for_bytes(skb, offset, to, length, false);
}

int skb_store_bits(struct sk_buff *skb, int offset, const void *from, int length)
{
	return for_bytes(skb, offset, (void *)from, length, true);
}
