/* Copies of memory and strings in memory of their own, and allocations that fall back to vmalloc. */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/limits.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

char *kstrdup(const char *text, gfp_t gfp)
{
	return text ? kmemdup(text, strlen(text) + 1, gfp) : NULL;
}

const char *kstrdup_const(const char *text, gfp_t gfp)
{
	return kstrdup(text, gfp);
}

void kfree_const(const void *object)
{
	kfree(object);
}

char *kstrndup(const char *text, size_t maximum, gfp_t gfp)
{
	return text ? kmemdup_nul(text, strnlen(text, maximum), gfp) : NULL;
}

void *kmemdup(const void *from, size_t size, gfp_t gfp)
{
	void *copy = kmalloc(size, gfp);

	if (copy)
		memcpy(copy, from, size);
	return copy;
}

char *kmemdup_nul(const char *text, size_t length, gfp_t gfp)
{
	char *copy = kmalloc(length + 1, gfp);

	if (copy) {
		memcpy(copy, text, length);
		copy[length] = 0;
	}
	return copy;
}

static void *from_user(const void __user *from, size_t size, size_t more)
{
	char *copy = kmalloc(size + more, GFP_USER);

	if (!copy)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(copy, from, size)) {
		kfree(copy);
		return ERR_PTR(-EFAULT);
	}
	if (more)
		copy[size] = 0;
	return copy;
}

void *memdup_user(const void __user *from, size_t size)
{
	return from_user(from, size, 0);
}

void *memdup_user_nul(const void __user *from, size_t size)
{
	return from_user(from, size, 1);
}

char *strndup_user(const char __user *text, long size)
{
	long length = strnlen_user(text, size);
	char *copy;

	if (!length)
		return ERR_PTR(-EFAULT);
	if (length > size)
		return ERR_PTR(-EINVAL);
	copy = memdup_user(text, length);
	if (!IS_ERR(copy))
		copy[length - 1] = 0;
	return copy;
}

void kfree_sensitive(const void *object)
{
	if (!ZERO_OR_NULL_PTR(object))
		memzero_explicit((void *)object, ksize(object));
	kfree(object);
}

/* More than a page may come from vmalloc, and then does not have to be contiguous. */
void *kvmalloc_node(size_t size, gfp_t gfp, int node)
{
	void *memory;

	(void)node;
	memory = kmalloc(size, size > PAGE_SIZE ? gfp | __GFP_NOWARN | __GFP_NORETRY : gfp);
	if (memory || size <= PAGE_SIZE || !gfpflags_allow_blocking(gfp))
		return memory;
	if (size > INT_MAX) {
		__warn_only_once(!(gfp & __GFP_NOWARN), __warn_report("mm/util.c", 596, NULL));
		return NULL;
	}
	return __vmalloc(size, gfp);
}

void *kvrealloc(const void *object, size_t old_size, size_t size, gfp_t gfp)
{
	void *larger;

	if (old_size >= size)
		return (void *)object;
	larger = kvmalloc(size, gfp);
	if (!larger)
		return NULL;
	memcpy(larger, object, old_size);
	kvfree(object);
	return larger;
}

void kvfree(const void *object)
{
	if (is_vmalloc_addr(object))
		vfree(object);
	else
		kfree(object);
}

void kvfree_sensitive(const void *object, size_t size)
{
	if (!ZERO_OR_NULL_PTR(object)) {
		memzero_explicit((void *)object, size);
		kvfree(object);
	}
}
