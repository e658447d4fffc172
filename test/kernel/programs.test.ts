/** Programs on the whole machine, with its kernel, and under the host's own Linux: the same output and status. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { finish, logOf, outputOf, powerOn, proceed, requestOf } from '../support/simulated-run.ts';
import { runWithGcc } from '../user/user-program.ts';

const folder = fileURLToPath(new URL('./programs/', import.meta.url));

test.each(readdirSync(folder))('%s', (file) => {
  const theirs = runWithGcc(folder + file, []);
  const simulation = powerOn({ app: readFileSync(folder + file, 'utf8') });
  let stop = proceed(simulation);
  // A program that ends by a signal does so here too.
  while (stop.kind === 'exception') stop = proceed(simulation);
  expect(stop).toMatchObject({ kind: 'rest', exitCode: theirs.status });
  expect(outputOf(simulation).split('\n')).toEqual(theirs.output.split('\n'));
  expect(theirs.output).not.toBe('');
});

// Asked of a real 6.1: show_signal_msg() tells of a SIGSEGV, and do_sigbus() says nothing.
test.each([
  [
    'a SIGSEGV has a line of its own',
    '*(volatile char *)16 = 1;',
    11,
    [/^app\[\d+\]: segfault at 10 ip [0-9a-f]{16} sp /],
  ],
  ['a SIGBUS has none', '*(volatile char *)mmap(0, 4096, PROT_READ, MAP_SHARED, memfd_create("m", 0), 0);', 7, []],
])('in the log of the kernel, %s', (_, body, signal, lines) => {
  const app = `#define _GNU_SOURCE\n#include <sys/mman.h>\nint main(void)\n{\n\t${body}\n\treturn 0;\n}\n`;
  const simulation = powerOn({ app });
  let stop = proceed(simulation);
  while (stop.kind === 'exception') stop = proceed(simulation);
  expect(stop).toMatchObject({ kind: 'rest', exitCode: 128 + signal });
  const told = logOf(simulation).filter((line) => line.includes('segfault'));
  expect(told).toEqual(lines.map((line) => expect.stringMatching(line)));
});

describe('several programs at once', () => {
  const driver = `#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
static DECLARE_WAIT_QUEUE_HEAD(queue);
static int full;
static char letter;
static ssize_t take(struct file *file, char __user *buffer, size_t size, loff_t *offset)
{
	if (wait_event_interruptible(queue, full))
		return -ERESTARTSYS;
	if (copy_to_user(buffer, &letter, 1))
		return -EFAULT;
	full = 0;
	wake_up_interruptible(&queue);
	return 1;
}
static ssize_t put(struct file *file, const char __user *buffer, size_t size, loff_t *offset)
{
	if (wait_event_interruptible(queue, !full))
		return -ERESTARTSYS;
	if (copy_from_user(&letter, buffer, 1))
		return -EFAULT;
	full = 1;
	wake_up_interruptible(&queue);
	return 1;
}
static const struct file_operations operations = { .owner = THIS_MODULE, .read = take, .write = put };
static struct miscdevice device = { .minor = MISC_DYNAMIC_MINOR, .name = "cup", .fops = &operations };
module_misc_device(device);
MODULE_LICENSE("GPL");
`;
  const program = (body: string) => ({
    path: 'program.c',
    text: `#include <fcntl.h>\n#include <signal.h>\n#include <stdio.h>\n#include <unistd.h>\nint main(void)\n{\n${body}\n}\n`,
  });
  const reader = program(
    '\tchar c;\n\tint fd = open("/dev/cup", O_RDONLY);\n\tfor (int i = 0; i < 3; i++) {\n\t\tread(fd, &c, 1);\n\t\tprintf("got %c\\n", c);\n\t}\n\treturn 0;',
  );
  const writer = program(
    '\tint fd = open("/dev/cup", O_WRONLY);\n\tfor (int i = 0; i < 3; i++)\n\t\twrite(fd, "abc" + i, 1);\n\treturn 0;',
  );

  it('a reader and a writer meet in the driver', () => {
    const request = requestOf({ driver });
    const simulation = powerOn({ ...request, app: reader, moreApps: [writer] });
    expect(finish(simulation)).toBe(0);
    expect(outputOf(simulation)).toBe('got a\ngot b\ngot c\n');
  });
  it('one kills the other, which waits in the driver', () => {
    const killer = program('\tusleep(5000);\n\treturn kill(getpid() - 1, SIGTERM);');
    const simulation = powerOn({ ...requestOf({ driver }), app: reader, moreApps: [killer] });
    expect(finish(simulation)).toBe(128 + 15); // SIGTERM
  });
  it('the seed decides how they interleave, and the same seed does it again', () => {
    const busy = (name: string) =>
      program(
        `\tfor (volatile int i = 0; i < 9000; i++)\n\t\tif (i % 3000 == 0)\n\t\t\twrite(1, "${name}", 1);\n\treturn 0;`,
      );
    const run = (seed: number): string => {
      const request = requestOf({ machine: `{ "memory": "64M", "cma": "8M", "cpus": 2, "seed": ${seed} }` });
      const simulation = powerOn({ ...request, app: busy('a'), moreApps: [busy('b')] });
      finish(simulation);
      return `${outputOf(simulation)} ${simulation.world.now}`;
    };
    const runs = [1, 2, 3, 4].map(run);
    expect([1, 2, 3, 4].map(run)).toEqual(runs);
    expect(new Set(runs).size).toBeGreaterThan(1);
  });
});
