/** Calls that move many bytes: cut by bytes, one statement all the same, and every place between two parts can be gone back to. */
import { expect, test } from 'vitest';
import type { Moment, Simulation } from '../../simulator/index.ts';
import { frameAt, unfinishedCall } from '../../simulator/c-language/vm.ts';
import { again, breakAt, finish, logOf, powerOn, proceed } from '../support/simulated-run.ts';

const size = 524_288;

const driver = `#include <linux/module.h>
#include <linux/vmalloc.h>
#include <linux/string.h>
#include <linux/dma-mapping.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>

static struct scatterlist list[256];

static void map_list(char *memory)
{
	struct platform_device *device = platform_device_register_simple("bulk", -1, NULL, 0);
	int i, mapped;

	sg_init_table(list, 256);
	for (i = 0; i < 256; i++)
		sg_set_page(&list[i], vmalloc_to_page(memory + i * 2048), 2048, i % 2 * 2048);
	mapped = dma_map_sg(&device->dev, list, 256, DMA_TO_DEVICE);
	pr_info("%d\\n", mapped);
	dma_unmap_sg(&device->dev, list, 256, DMA_TO_DEVICE);
	platform_device_unregister(device);
}

static void many_pages(void)
{
	vfree(vmalloc(8UL << 20));
}

static int __init bulk_init(void)
{
	char *one = vzalloc(${size}), *other = vmalloc(${size});

	memset(other, 0x5a, ${size});
	memcpy(one + 100, other, ${size} - 100);
	one[0] = 7;
	memmove(one + 1, one, ${size} - 1);
	pr_info("%d %d %d %x %x\\n", one[0], one[1], one[2], one[101], one[${size} - 1]);
	pr_info("%d\\n", memcmp(one + 101, other, ${size} - 101));
	other[${size} - 1] = 0;
	pr_info("%zu %zu\\n", strlen(other), (char *)memchr(other, 0, ${size}) - other);
	map_list(other);
	many_pages();
	vfree(one);
	vfree(other);
	return 0;
}
static void __exit bulk_exit(void)
{
}
module_init(bulk_init);
module_exit(bulk_exit);
MODULE_LICENSE("GPL");
`;

const app = `#define SIZE ${size}
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define REGION (6UL << 20)

static int region(void)
{
	char *at = mmap(NULL, REGION, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	int child;

	at[5] = 7;
	mprotect(at, REGION, PROT_READ);
	mprotect(at, REGION, PROT_READ | PROT_WRITE);
	child = fork();
	if (child == 0)
		_exit(at[5]);
	waitpid(child, NULL, 0);
	madvise(at, REGION, MADV_COLD);
	if (at[5] != 7)
		return 1;
	madvise(at, REGION, MADV_DONTNEED);
	return at[5] || munmap(at, REGION);
}

static int file(char *bytes)
{
	int fd = open("/data", O_RDWR | O_CREAT, 0600);

	if (write(fd, bytes, SIZE) != SIZE || write(fd, bytes, SIZE) != SIZE || fsync(fd))
		return 1;
	if (posix_fallocate(fd, 0, 128UL << 20) || ftruncate(fd, 2 * SIZE) || pread(fd, bytes + 1, 1, SIZE) != 1)
		return 1;
	if (posix_fallocate(fd, 0, 1UL << 39) != ENOSPC)
		return 1;
	return close(fd) || unlink("/data");
}

int main(void)
{
	char *one = malloc(${size}), *other = malloc(${size});

	memset(one, 3, ${size});
	memmove(other, one, ${size});
	printf("%d\\n", memcmp(one, other, ${size}));
	one[${size} - 1] = 0;
	if (strlen(one) != ${size} - 1 || memchr(one, 0, ${size}) != one + ${size} - 1)
		return 1;
	if (mmap(NULL, ${size}, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0) == MAP_FAILED)
		return 2;
	if (strcmp(strcpy(other, one), one) || region() || file(one))
		return 3;
	return 0;
}
`;

const first = powerOn({ driver, app });

const cutFunctions = [
  'dma_map_sg_attrs',
  'many_pages',
  'ksys_mprotect',
  'copy_process',
  'ksys_madvise',
  '__unmap_areas',
  '__filemap_write_and_wait_range',
  '__ramfs_set_size',
  'ramfs_fallocate',
  'ksys_unlink',
];

/** What C says of these calls (C11 7.24). */
const log = ['7 7 0 5a 5a', '0', `${size - 1} ${size - 1}`, '256'];

interface Place {
  readonly moment: Moment;
  readonly digest: string;
}

/** Runs one statement's work at a time; where a call has been cut, and the most lines that were reached between two looks. */
function inSmallSlices(simulation: Simulation): { most: number; cuts: Place[]; cutIn: Set<string> } {
  const { world, timeline } = simulation;
  const cuts: Place[] = [];
  let most = 0;
  const cutIn = new Set<string>();
  for (let stop = null; stop === null;) {
    const before = world.hardware.counters.l1Misses;
    stop = simulation.run({ kind: 'continue' }, { statements: 1 });
    most = Math.max(most, world.hardware.counters.l1Misses - before);
    const thread = world.turn && world.threads.get(world.turn.task);
    const unfinished = thread && unfinishedCall(thread);
    if (unfinished && unfinished.pieces.length > 0)
      cutIn.add(world.program.functions[frameAt(world.program, thread, 0).functionIndex]!.name);
    if (unfinished && cuts.length < 140) cuts.push({ moment: timeline.moment, digest: '' });
    if (cuts.length % 31 === 1 && cuts.at(-1)!.digest === '')
      cuts.push({ moment: cuts.pop()!.moment, digest: timeline.digest() });
  }
  return { most, cuts, cutIn };
}

test('memset and its kin leave the machine after 64 KiB, with the same outcome as in one go, and each cut can be gone back to', () => {
  const whole = again(first);
  finish(whole);
  expect(logOf(whole).slice(-4)).toEqual(log);

  // Left behind each call by whoever has something else to do.
  const hurried = again(first);
  const runOn = { statements: 100_000, isOver: () => true };
  while (!hurried.run({ kind: 'continue' }, runOn));
  expect(hurried.timeline.digest()).toBe(whole.timeline.digest());

  const cut = again(first);
  breakAt(cut, 'memset(other');
  proceed(cut);
  cut.timeline.keep();
  const { most, cuts, cutIn } = inSmallSlices(cut);
  expect(cut.timeline.digest()).toBe(whole.timeline.digest());
  // Three lines for each line that is moved at most: source, destination, page tables.
  expect(most).toBeLessThan((3 * 65_536) / 64);
  // By entries of page tables, dirty pages, rows of a scatterlist, characters: mmap.c, memory.c, filemap.c and mapping.c call what does them.
  expect([...cutIn]).toEqual(expect.arrayContaining(cutFunctions));
  // memset, memcpy, memmove, memcmp, strlen and memchr of 8 parts each, then the program's.
  expect(cuts.length).toBeGreaterThan(30);
  const kept = cuts.filter(({ digest }) => digest !== '');
  expect(kept.length).toBeGreaterThan(3);
  for (const { moment, digest } of [...kept.slice(3), ...kept.slice(0, 3)]) {
    while (!cut.timeline.goTo(moment, { statements: 5_000, isOver: () => true }));
    expect(cut.timeline.moment).toEqual(moment);
    expect(cut.timeline.digest()).toBe(digest);
  }
});

test('a step over such a call is one step of one statement', () => {
  const simulation = again(first);
  breakAt(simulation, 'memset(other');
  const stop = proceed(simulation);
  if (stop.kind !== 'breakpoint') throw new Error(stop.kind);
  const before = simulation.world.statements;
  expect(proceed(simulation, { kind: 'step-over', task: stop.task }, 1)).toMatchObject({ kind: 'step' });
  expect(simulation.world.statements - before).toBe(1);
});

test('a call that faults midway goes on where it was; one that a signal handler has left for good is forgotten', () => {
  const simulation = powerOn({
    app: `#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#define SIZE ${size}
static sigjmp_buf out;
static char *area, *other;
static int times;
static void mend(int number)
{
	times++;
	mprotect(area + SIZE, 4096, PROT_READ | PROT_WRITE);
}
static void leave(int number)
{
	siglongjmp(out, 1);
}
static char *map(unsigned long size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
static int wrong(const char *from, char byte, unsigned long size)
{
	return from[0] != byte || memcmp(from, from + 1, size - 1);
}
int main(void)
{
	area = map(SIZE + 8192);
	other = map(SIZE);
	mprotect(area + SIZE, 8192, PROT_NONE);
	signal(SIGSEGV, mend);
	memset(area, 1, SIZE + 4096);
	if (times != 1 || wrong(area, 1, SIZE + 4096))
		return 1;
	signal(SIGSEGV, leave);
	if (sigsetjmp(out, 1) == 0)
		memset(area, 2, SIZE + 8192);
	memset(other, 3, SIZE);
	return wrong(other, 3, SIZE) || wrong(area, 2, SIZE + 4096) ? 2 : 0;
}
`,
  });
  expect(finish(simulation)).toBe(0);
  // The first memset is not begun again for the fault in its last page.
  const { events } = simulation.world.kernel.addressSpaces;
  expect(events.faults).toBeLessThan(3 * (size / 4096) + 40);
});

test('where a page can be had but none for a page table, memory is taken back and the largest program killed', () => {
  const simulation = powerOn({
    machine: '{ "memory": "64M", "cma": "16M", "cpus": 1, "swap": { "size": "4M" } }',
    app: `#include <stdlib.h>
#include <string.h>
int main(void)
{
	for (;;)
		memset(malloc(1 << 20), 1, 1 << 20);
}
`,
  });
  expect(finish(simulation)).not.toBe(0);
  expect(logOf(simulation).join('\n')).toMatch(/Out of memory: Killed process/);
});
