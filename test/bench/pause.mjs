/**
 * From `pause` to `stopped` in the middle of functions that take the machine long: 64 MiB or more in one call each, or thousands of rows, by a user program and by a driver. Wall time, and that of the
 * adapter's main thread, which a busy machine does not stretch.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from './adapter-client.mjs';

const rounds = 7;
/** ms, from `pause` to `stopped`. */
const target = 100;
/** ms that the function has run for when the pause comes. */
const running = 40;

const driver = `#include <linux/debugfs.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#define SIZE (64UL << 20)
static char *block;
static struct dentry *entry;
static struct platform_device *device;
#define ENTRIES 8192
static struct scatterlist list[ENTRIES];
static ssize_t block_read(struct file *file, char __user *to, size_t count, loff_t *at)
{
	return copy_to_user(to, block, count) ? -EFAULT : count;
}
static ssize_t block_write(struct file *file, const char __user *from, size_t count, loff_t *at)
{
	memset(block, count, SIZE);
	return count;
}
static long block_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	if (dma_map_sg(&device->dev, list, ENTRIES, DMA_FROM_DEVICE) != ENTRIES)
		return -EIO;
	dma_unmap_sg(&device->dev, list, ENTRIES, DMA_FROM_DEVICE);
	return 0;
}
static const struct file_operations operations = {
	.unlocked_ioctl = block_ioctl,
	.owner = THIS_MODULE, .open = simple_open, .read = block_read, .write = block_write,
};
static int __init block_init(void)
{
	int i;

	block = vmalloc(SIZE);
	if (!block)
		return -ENOMEM;
	device = platform_device_register_simple("block", -1, NULL, 0);
	sg_init_table(list, ENTRIES);
	for (i = 0; i < ENTRIES; i++)
		sg_set_page(&list[i], vmalloc_to_page(block + 2 * i * PAGE_SIZE), PAGE_SIZE, 0);
	entry = debugfs_create_file("block", 0600, NULL, NULL, &operations);
	return 0;
}
static void __exit block_exit(void)
{
	debugfs_remove(entry);
	platform_device_unregister(device);
	vfree(block);
}
module_init(block_init);
module_exit(block_exit);
MODULE_LICENSE("GPL");
`;

const app = (work) => `#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#define SIZE (64UL << 20)
int main(void)
{
	char *one = malloc(SIZE), *other = malloc(SIZE);
	int fd = open("/sys/kernel/debug/block", O_RDWR);
	if (!one || !other || fd < 0)
		return 1;
	write(1, "begins\\n", 7);
	for (;;)
		${work};
}
`;

const functions = {
  'memset of a program': 'memset(one, 1, SIZE)',
  'strlen of a program': '{ memset(one, 1, SIZE - 1); if (strlen(one) != SIZE - 1) return 2; }',
  'mmap of pages at once':
    '{ char *all = mmap(0, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0); munmap(all, SIZE); }',
  'memcpy of a program': 'memcpy(one, other, SIZE)',
  'memset of a driver': 'if (write(fd, "1", 1) != 1) return 2',
  'exit with 256 MiB':
    '{ if (fork() == 0) { mmap(0, 4 * SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0); _exit(0); } wait(0); }',
  'fork with 128 MiB':
    '{ memset(one, 1, SIZE); memset(other, 1, SIZE); for (;;) { if (fork() == 0) _exit(0); wait(0); } }',
  'mprotect of 64 MiB':
    '{ memset(one, 1, SIZE); for (;;) { mprotect(one - 16, SIZE, PROT_READ); mprotect(one - 16, SIZE, PROT_READ | PROT_WRITE); } }',
  'fsync of 64 MiB':
    '{ int file = open("/data", O_RDWR | O_CREAT, 0600); for (;;) { if (pwrite(file, one, SIZE, 0) != SIZE) return 2; fsync(file); } }',
  'strcpy of 64 MiB': '{ memset(one, 1, SIZE - 1); strcpy(other, one); }',
  'strspn of 64 MiB': '{ memset(one, 1, SIZE - 1); for (;;) if (strspn(one, "\\1") != SIZE - 1) return 2; }',
  'strcmp of 64 MiB':
    '{ memset(one, 1, SIZE - 1); memset(other, 1, SIZE - 1); for (;;) if (strcmp(one, other)) return 2; }',
  'all memory, with swap':
    '{ if (fork() == 0) for (;;) { char *more = malloc(SIZE); if (more) memset(more, 1, SIZE); } wait(0); }',
  'dma_map_sg of 8192': 'if (ioctl(fd, 1, 0)) return 2',
  copy_to_user: 'if (read(fd, one, SIZE) != (ssize_t)SIZE) return 2',
};

/** Until the program is there: the kernel boots, the driver gets its memory. */
const onTheWay = 'boot and loading';

async function measure(folder, name, work) {
  writeFileSync(join(folder, 'app.c'), app(work));
  const client = new Client();
  try {
    await client.request('initialize', { adapterID: 'dma' });
    const initialized = client.event('initialized');
    const machine = { memory: '1G', cma: '16M', cpus: 2, swap: { size: '64M' } };
    await client.request('launch', { program: join(folder, 'driver.c'), app: join(folder, 'app.c'), machine });
    await initialized;
    const begins = client.next(({ event, body }) => event === 'output' && body.output.includes('begins'));
    await client.request('configurationDone');
    if (name !== onTheWay) await begins;
    const samples = [];
    for (let round = 0; round < rounds; round++) {
      const from = client.worked();
      while (client.worked() < from + running) await new Promise((resolve) => setTimeout(resolve, 5));
      const stopped = client.event('stopped');
      const [worked, begun] = [client.worked(), performance.now()];
      await client.request('pause', { threadId: 1 });
      const { body } = await stopped;
      samples.push({ wall: performance.now() - begun, worked: client.worked() - worked, reason: body.reason });
      await client.request('continue', { threadId: body.threadId });
    }
    return samples;
  } finally {
    client.close();
  }
}

export async function benchPause() {
  console.log(
    `\nFrom pause to stopped in the middle of a call of 64 MiB: ms, median and worst of ${rounds}, and of processor time`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'pause-'));
  try {
    writeFileSync(join(folder, 'driver.c'), driver);
    for (const [name, work] of Object.entries({ [onTheWay]: ';', ...functions })) {
      const samples = await measure(folder, name, work);
      const odd = samples.find(({ reason }) => reason !== 'pause');
      if (odd) throw new Error(`${name}: stopped by ${odd.reason}`);
      const of = (key) => samples.map((each) => each[key]).sort((a, b) => a - b);
      const told = ['wall', 'worked'].map(
        (key) => `${of(key)[rounds >> 1].toFixed(1).padStart(7)} ${of(key).at(-1).toFixed(1).padStart(7)}`,
      );
      console.log(
        `  ${name.padEnd(24)}${told.join('  |')}${of('worked').at(-1) > target ? `  above ${target} ms` : ''}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchPause();
