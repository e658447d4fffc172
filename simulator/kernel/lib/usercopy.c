/* Structures of different versions between a process and the kernel. */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/* 1: all zero, 0: not. */
int check_zeroed_user(const void __user *from, size_t size)
{
	unsigned char __user *at = (unsigned char __user *)from;
	unsigned char byte;

	for (; size; size--, at++) {
		if (get_user(byte, at))
			return -EFAULT;
		if (byte)
			return 0;
	}
	return 1;
}

int copy_struct_from_user(void *to, size_t known, const void __user *from, size_t given)
{
	size_t size = min(known, given);

	if (given < known)
		memset(to + size, 0, known - size);
	if (given > known) {
		int zero = check_zeroed_user(from + size, given - known);

		if (zero <= 0)
			return zero ? zero : -E2BIG;
	}
	return copy_from_user(to, from, size) ? -EFAULT : 0;
}
