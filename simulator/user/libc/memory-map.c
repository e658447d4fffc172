/* System calls about memory. */
#include <bits/system-call.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE_SIZE 4096

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
	return (void *)__call(SYS_mmap, (long)address, length, protection, flags, fd, offset);
}

void *mremap(void *address, size_t old_length, size_t new_length, int flags, ...)
{
	void *wanted = NULL;

	if (flags & MREMAP_FIXED) {
		va_list list;

		va_start(list, flags);
		wanted = va_arg(list, void *);
		va_end(list);
	}
	return (void *)__call(SYS_mremap, (long)address, old_length, new_length, flags, (long)wanted, 0);
}

int munmap(void *address, size_t length) { return __call2(munmap, address, length); }
int mprotect(void *address, size_t length, int protection) { return __call3(mprotect, address, length, protection); }
int msync(void *address, size_t length, int flags) { return __call3(msync, address, length, flags); }
int madvise(void *address, size_t length, int advice) { return __call3(madvise, address, length, advice); }
int mlock(const void *address, size_t length) { return __call2(mlock, address, length); }
int mlock2(const void *address, size_t length, unsigned int flags) { return __call3(mlock2, address, length, flags); }
int mincore(void *address, size_t length, unsigned char *result) { return __call3(mincore, address, length, result); }
int munlock(const void *address, size_t length) { return __call2(munlock, address, length); }
int mlockall(int flags) { return __call1(mlockall, flags); }
int munlockall(void) { return __call0(munlockall); }

/* The kernel answers with the end that holds, which is the old one where it refuses. */
static unsigned long heap_end;

int brk(void *end)
{
	heap_end = __syscall(SYS_brk, (long)end, 0, 0, 0, 0, 0);
	if (heap_end >= (unsigned long)end)
		return 0;
	errno = ENOMEM;
	return -1;
}

void *sbrk(intptr_t increment)
{
	unsigned long old;

	if (!heap_end)
		brk(NULL);
	old = heap_end;
	if (increment && brk((void *)(old + increment)) < 0)
		return (void *)-1;
	return (void *)old;
}

int getpagesize(void)
{
	return PAGE_SIZE;
}
