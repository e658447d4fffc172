/**
 * From `pause` to `stopped` in the middle of functions that take the machine long: 64 MiB in one call each, by a user program and by a driver. Wall time, and that of the
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
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#define SIZE (64UL << 20)
static char *block;
static struct dentry *entry;
static ssize_t block_read(struct file *file, char __user *to, size_t count, loff_t *at)
{
	return copy_to_user(to, block, count) ? -EFAULT : count;
}
static ssize_t block_write(struct file *file, const char __user *from, size_t count, loff_t *at)
{
	memset(block, count, SIZE);
	return count;
}
static const struct file_operations operations = {
	.owner = THIS_MODULE, .open = simple_open, .read = block_read, .write = block_write,
};
static int __init block_init(void)
{
	block = vmalloc(SIZE);
	if (!block)
		return -ENOMEM;
	entry = debugfs_create_file("block", 0600, NULL, NULL, &operations);
	return 0;
}
static void __exit block_exit(void)
{
	debugfs_remove(entry);
	vfree(block);
}
module_init(block_init);
module_exit(block_exit);
MODULE_LICENSE("GPL");
`;

const app = (work) => `#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
    const machine = { memory: '1G', cma: '16M', cpus: 2 };
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
