/* Queues: two counters that only grow, over a buffer of a power of two. A record has its length before it, in one or two bytes. */
#include <linux/kfifo.h>
#include <linux/minmax.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

static unsigned int fifo_used(const struct __kfifo *fifo)
{
	return fifo->in - fifo->out;
}

static unsigned int fifo_unused(const struct __kfifo *fifo)
{
	return fifo->mask + 1 - fifo_used(fifo);
}

int __kfifo_init(struct __kfifo *fifo, void *buffer, unsigned int size, size_t esize)
{
	size /= esize;
	if (!is_power_of_2(size))
		size = size ? rounddown_pow_of_two(size) : 0;
	fifo->in = fifo->out = 0;
	fifo->esize = esize;
	fifo->data = buffer;
	fifo->mask = size < 2 ? 0 : size - 1;
	return size < 2 ? -EINVAL : 0;
}

int __kfifo_alloc(struct __kfifo *fifo, unsigned int size, size_t esize, gfp_t gfp)
{
	size = roundup_pow_of_two(size);
	fifo->in = fifo->out = 0;
	fifo->esize = esize;
	fifo->mask = 0;
	fifo->data = NULL;
	if (size < 2)
		return -EINVAL;
	fifo->data = kmalloc_array(esize, size, gfp);
	if (!fifo->data)
		return -ENOMEM;
	fifo->mask = size - 1;
	return 0;
}

void __kfifo_free(struct __kfifo *fifo)
{
	kfree(fifo->data);
	memset(fifo, 0, sizeof(*fifo));
}

/* From `at` on, around the end. */
static void copy_into(struct __kfifo *fifo, const void *from, unsigned int length, unsigned int at)
{
	unsigned int bytes = length * fifo->esize, first;

	at = (at & fifo->mask) * fifo->esize;
	first = min(bytes, (fifo->mask + 1) * fifo->esize - at);
	memcpy(fifo->data + at, from, first);
	memcpy(fifo->data, from + first, bytes - first);
}

static void copy_out_of(struct __kfifo *fifo, void *to, unsigned int length, unsigned int at)
{
	unsigned int bytes = length * fifo->esize, first;

	at = (at & fifo->mask) * fifo->esize;
	first = min(bytes, (fifo->mask + 1) * fifo->esize - at);
	memcpy(to, fifo->data + at, first);
	memcpy(to + first, fifo->data, bytes - first);
}

unsigned int __kfifo_record_limit(unsigned int length, size_t recsize)
{
	unsigned int longest = (1u << (recsize * 8)) - 1;

	return min(length, longest);
}

static unsigned int record_length(struct __kfifo *fifo, size_t recsize)
{
	unsigned char low, high = 0;

	copy_out_of(fifo, &low, 1, fifo->out);
	if (recsize > 1)
		copy_out_of(fifo, &high, 1, fifo->out + 1);
	return low | high << 8;
}

static void put_record_length(struct __kfifo *fifo, unsigned int length, size_t recsize)
{
	unsigned char bytes[2] = { length, length >> 8 };

	copy_into(fifo, bytes, recsize, fifo->in);
}

unsigned int __kfifo_in(struct __kfifo *fifo, const void *from, unsigned int length, size_t recsize)
{
	if (recsize) {
		if (length + recsize > fifo_unused(fifo))
			return 0;
		put_record_length(fifo, length, recsize);
	} else {
		length = min(length, fifo_unused(fifo));
	}
	copy_into(fifo, from, length, fifo->in + recsize);
	fifo->in += length + recsize;
	return length;
}

unsigned int __kfifo_out(struct __kfifo *fifo, void *to, unsigned int length, size_t recsize, bool keep)
{
	unsigned int whole;

	if (fifo->in == fifo->out)
		return 0;
	whole = recsize ? record_length(fifo, recsize) : fifo_used(fifo);
	length = min(length, whole);
	copy_out_of(fifo, to, length, fifo->out + recsize);
	if (!keep)
		fifo->out += recsize ? whole + recsize : length;
	return length;
}

unsigned int __kfifo_peek_length(struct __kfifo *fifo, size_t recsize)
{
	if (!recsize)
		return fifo_used(fifo) * fifo->esize;
	return fifo->in == fifo->out ? 0 : record_length(fifo, recsize);
}

void __kfifo_skip(struct __kfifo *fifo, size_t recsize)
{
	fifo->out += recsize ? record_length(fifo, recsize) + recsize : 1;
}

/* Elements that were copied whole, of `length`. */
static unsigned int copy_user(struct __kfifo *fifo, char __user *user, unsigned int length, unsigned int at, bool in)
{
	unsigned int bytes = length * fifo->esize, first, left, place = (at & fifo->mask) * fifo->esize;

	first = min(bytes, (fifo->mask + 1) * fifo->esize - place);
	left = in ? copy_from_user(fifo->data + place, user, first) : copy_to_user(user, fifo->data + place, first);
	if (left)
		left += bytes - first;
	else
		left = in ? copy_from_user(fifo->data, user + first, bytes - first) :
			    copy_to_user(user + first, fifo->data, bytes - first);
	return length - DIV_ROUND_UP(left, fifo->esize);
}

int __kfifo_from_user(struct __kfifo *fifo, const void __user *from, unsigned long length, unsigned int *copied, size_t recsize)
{
	unsigned int wanted = length / fifo->esize, done;

	*copied = 0;
	if (recsize) {
		wanted = __kfifo_record_limit(length, recsize);
		if (wanted + recsize > fifo_unused(fifo))
			return 0;
		done = copy_user(fifo, (char __user *)from, wanted, fifo->in + recsize, true);
		if (done < wanted)
			return -EFAULT;
		put_record_length(fifo, wanted, recsize);
		fifo->in += wanted + recsize;
		*copied = wanted;
		return 0;
	}
	wanted = min(wanted, fifo_unused(fifo));
	done = copy_user(fifo, (char __user *)from, wanted, fifo->in, true);
	fifo->in += done;
	*copied = done * fifo->esize;
	return done < wanted ? -EFAULT : 0;
}

int __kfifo_to_user(struct __kfifo *fifo, void __user *to, unsigned long length, unsigned int *copied, size_t recsize)
{
	unsigned int wanted, done, whole;

	*copied = 0;
	if (fifo->in == fifo->out)
		return 0;
	whole = recsize ? record_length(fifo, recsize) : fifo_used(fifo);
	wanted = min_t(unsigned int, recsize ? length : length / fifo->esize, whole);
	done = copy_user(fifo, to, wanted, fifo->out + recsize, false);
	*copied = done * fifo->esize;
	if (recsize && done < wanted) {
		*copied = 0;
		return -EFAULT;
	}
	fifo->out += recsize ? whole + recsize : done;
	return done < wanted ? -EFAULT : 0;
}

/* One or two pieces of memory that the device may fill or read. */
unsigned int __kfifo_dma_pieces(struct __kfifo *fifo, struct scatterlist *list, int entries, unsigned int length, bool in)
{
	unsigned int at = ((in ? fifo->in : fifo->out) & fifo->mask) * fifo->esize, first;

	length = min(length, (in ? fifo_unused(fifo) : fifo_used(fifo)) * fifo->esize);
	if (!length || entries <= 0)
		return 0;
	first = min(length, (fifo->mask + 1) * fifo->esize - at);
	sg_set_buf(&list[0], fifo->data + at, first);
	if (first == length || entries < 2) {
		sg_mark_end(&list[0]);
		return 1;
	}
	sg_unmark_end(&list[0]);
	sg_set_buf(&list[1], fifo->data, length - first);
	sg_mark_end(&list[1]);
	return 2;
}

void __kfifo_dma_finish(struct __kfifo *fifo, unsigned int length, bool in)
{
	if (in)
		fifo->in += length / fifo->esize;
	else
		fifo->out += length / fifo->esize;
}
