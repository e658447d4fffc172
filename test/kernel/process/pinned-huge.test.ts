/** A huge page that a driver pinned outlives its mapping (put_page of the last holder frees a compound page), and is forgotten when the driver lets go. */
import { expect, test } from 'vitest';
import { finish, outputOf, powerOn, requestOf } from '../../support/simulated-run.ts';

const driver = `#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
static struct page *page;
static long pin(struct file *file, unsigned int command, unsigned long address)
{
	if (command == 8)
		return pin_user_pages_fast(address, 1, FOLL_WRITE, &page);
	unpin_user_page(page);
	return 0;
}
static const struct file_operations operations = { .owner = THIS_MODULE, .unlocked_ioctl = pin };
static struct miscdevice device = { .minor = MISC_DYNAMIC_MINOR, .name = "pin", .fops = &operations };
module_misc_device(device);
MODULE_LICENSE("GPL");
`;

const app = `#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
int main(void)
{
	int fd = open("/dev/pin", O_RDWR);
	char *area = mmap(NULL, 4 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *huge = (char *)(((unsigned long)area + (2 << 20) - 1) & ~((2ul << 20) - 1));

	madvise(area, 4 << 20, MADV_HUGEPAGE);
	*huge = 1;
	printf("pinned %d\\n", ioctl(fd, 8, huge + 4096));
	munmap(area, 4 << 20);
	printf("let go %d\\n", ioctl(fd, 9, 0));
	return 0;
}
`;

test('it is forgotten by whoever frees it, not by whoever looks next', () => {
  const simulation = powerOn(requestOf({ driver, app }));
  finish(simulation);
  expect(outputOf(simulation)).toBe('pinned 1\nlet go 0\n');
  const { addressSpaces } = simulation.world.kernel;
  expect(addressSpaces.events.hugeFaults).toBe(1);
  expect([...addressSpaces.hugePages.keys()]).toEqual([]);
});
