/** Work over many areas of an address space, and data that comes to memory before a phase: left part by part, with the outcome of one go. */
import { expect, test } from 'vitest';
import { frameAt, unfinishedCall } from '../../simulator/c-language/vm.ts';
import type { Moment } from '../../simulator/index.ts';
import { again, finish, powerOn } from '../support/simulated-run.ts';

const driver = `#include <linux/module.h>

static char data[2 << 20] = { 1 };

static int __init many_init(void)
{
	return data[0] == 1 && data[sizeof(data) - 1] == 0 ? 0 : -EINVAL;
}
static void __exit many_exit(void)
{
}
module_init(many_init);
module_exit(many_exit);
MODULE_LICENSE("GPL");
`;

const app = `#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static char data[3 << 20] = { 5 }, zeros[3 << 20], text[1 << 20];

static int show(const char *name)
{
	int fd = open(name, O_RDONLY), length = read(fd, text, sizeof(text));

	close(fd);
	return length;
}

int main(void)
{
	char *at = mmap(0, 600 * 4096UL, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int i, fd, status;

	if (data[0] != 5 || zeros[sizeof(zeros) - 1] != 0)
		return 1;
	for (i = 0; i < 300; i++) {
		at[i * 8192] = 1;
		mprotect(at + i * 8192, 4096, PROT_READ);
		mmap(0, 4096, i & 1 ? PROT_READ : PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	}
	if (show("/proc/self/maps") < 600 * 40 || show("/proc/self/smaps") < 600 * 600 || show("/proc/self/smaps_rollup") < 500)
		return 2;
	fd = open("/proc/self/clear_refs", O_WRONLY);
	if (write(fd, "1", 1) != 1)
		return 3;
	if (fork() == 0)
		_exit(at[8192]);
	if (wait(&status) < 0 || WEXITSTATUS(status) != 1)
		return 4;
	madvise(at, 600 * 4096UL, MADV_DONTNEED);
	return mprotect(at, 600 * 4096UL, PROT_READ | PROT_WRITE);
}
`;

const cutFunctions = ['show_text', 'copy_process', 'ksys_madvise', 'ksys_mprotect', '__unmap_areas'];

test('the machine is left between areas and between parts of data, and each of these places can be gone back to', () => {
  const whole = powerOn({ driver, app });
  expect(finish(whole)).toBe(0);
  const digest = whole.timeline.digest();

  const simulation = again(whole);
  const { world, timeline } = simulation;
  timeline.keep();
  const cutIn = new Set<string>();
  const kept: { moment: Moment; digest: string }[] = [];
  for (let stop = null; stop === null;) {
    stop = simulation.run({ kind: 'continue' }, { statements: 2_000, isOver: () => true });
    const thread = world.turn && world.threads.get(world.turn.task);
    const { loading, name } = world.phase;
    const place = loading
      ? `data of ${name}`
      : thread && unfinishedCall(thread)?.pieces.length
        ? world.program.functions[frameAt(world.program, thread, 0).functionIndex]!.name
        : null;
    if (place === null || cutIn.has(place)) continue;
    cutIn.add(place);
    kept.push({ moment: timeline.moment, digest: timeline.digest() });
  }
  expect(timeline.digest()).toBe(digest);
  expect([...cutIn]).toEqual(expect.arrayContaining(['data of insmod', 'data of app', ...cutFunctions]));
  for (const { moment, digest } of kept.reverse()) {
    while (!timeline.goTo(moment, { statements: 100_000, isOver: () => false }));
    expect(timeline.moment).toEqual(moment);
    expect(timeline.digest()).toBe(digest);
  }
});
