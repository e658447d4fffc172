/** How runs go and end: with and without a driver or program, failing, crashing, waiting for ever, never ending. */
import { allRecords } from '../../simulator/journal.ts';
import { describe, expect, test } from 'vitest';
import { build, renderDiagnostic } from '../../simulator/index.ts';
import { again, finish, logOf, outputOf, powerOn, proceed, recordsOf, requestOf } from '../support/simulated-run.ts';
import { app, driver, moduleWith } from './sources.ts';

const tainted = 'driver: loading out-of-tree module taints kernel.';

describe('what runs', () => {
  test('a driver with a program: insmod, the program, rmmod', () => {
    const simulation = powerOn({ driver, app });
    expect(finish(simulation)).toBe(0);
    // 2·(1+2+3+4+5)
    expect(outputOf(simulation)).toBe('last 30\n');
    expect(logOf(simulation)).toEqual([tainted, 'adder: ready', 'adder: total 30']);
    const created = recordsOf(simulation, 'task').filter(({ event }) => event === 'created');
    // Beside the kernel's own threads, which are made when they are first needed.
    const names = created.map(({ name }) => name).filter((name) => !/^(kworker|ksoftirqd|rcu)/.test(name));
    expect(names).toEqual(['swapper', 'insmod', 'app', 'rmmod']);
  });
  test('a driver alone is loaded and removed', () => {
    const simulation = powerOn({ driver });
    expect(finish(simulation)).toBe(0);
    expect(logOf(simulation)).toEqual([tainted, 'adder: ready', 'adder: total 0']);
  });
  test('a program alone, with its arguments', () => {
    const text = `#include <stdio.h>\nint main(int argc, char **argv) { for (int i = 1; i < argc; i++) printf("%s;", argv[i]); return argc; }`;
    const simulation = powerOn({ app: text, arguments: ['one', 'two words'] });
    expect(finish(simulation)).toBe(3);
    expect(outputOf(simulation)).toBe('one;two words;');
  });
  test('nothing at all comes to rest', () => expect(finish(powerOn({}))).toBe(0));
  test('an init function that fails: neither program nor exit function', () => {
    const simulation = powerOn({ driver: moduleWith('\treturn -ENODEV;'), app });
    expect(finish(simulation)).toBe(1);
    expect(logOf(simulation)).toEqual([tainted]);
    // kmod's words, tools/insmod.c.
    expect(outputOf(simulation)).toBe('insmod: ERROR: could not insert module driver.ko: No such device\n');
  });
  test('a driver that has taken all memory: nothing more can be begun, in the shell’s words', () => {
    const body = '\twhile (kmalloc(4096, GFP_KERNEL | __GFP_NOWARN))\n\t\t;\n\treturn 0;';
    const simulation = powerOn({ driver: moduleWith(body), machine: '{ "memory": "64M" }' });
    expect(finish(simulation)).toBe(1);
    // bash 5.2, make_child(): EAGAIN is tried again, ENOMEM is not.
    expect(outputOf(simulation)).toBe('bash: fork: Cannot allocate memory\n');
    expect(logOf(simulation)).not.toContain('stopped');
  });
  // kernel/module/main.c, do_init_module(): a positive value is complained about and taken for success.
  test('an init function that returns 3 is taken, with the kernel’s own words', () => {
    const simulation = powerOn({ driver: moduleWith('\treturn 3;') });
    expect(finish(simulation)).toBe(0);
    expect(logOf(simulation)).toContain(
      "do_init_module: 'driver'->init suspiciously returned 3, it should follow 0/-E convention",
    );
    expect(logOf(simulation).at(-1)).toBe('stopped');
  });
  test.each([
    ['exit(7)', 7],
    ['return 300', 300 % 256],
    ['abort()', 128 + 6], // SIGABRT
  ])('a program that ends with %s', (end, code) => {
    expect(finish(powerOn({ app: `#include <stdlib.h>\nint main(void) { ${end}; }` }))).toBe(code);
  });
});

describe('what cannot go on is told, then the task is gone', () => {
  /** The kernel's first line: arch/x86/mm/fault.c, show_fault_oops(). */
  test.each([
    ['NULL', '0', 'null-pointer', 'BUG: kernel NULL pointer dereference, address: 0000000000000000'],
    ['a member of NULL', '0x18', 'null-pointer', 'BUG: kernel NULL pointer dereference, address: 0000000000000018'],
    ['no RAM', '0xffff888100000000', 'bad-address', 'BUG: unable to handle page fault for address: ffff888100000000'],
  ])('a driver writes to %s', (_, address, code, text) => {
    const body = `\tint *p = (int *)${address}ul;\n\n\t*p = 1;\n\treturn 0;`;
    const simulation = powerOn({ driver: moduleWith(body), app });
    const stop = proceed(simulation);
    expect(stop).toMatchObject({ kind: 'exception', code, description: text });
    expect((stop as { details: string }).details.split('\n')[1]).toMatch(/^ {2}start at driver\.c:\d+$/);
    expect(finish(simulation)).toBe(1);
    expect(logOf(simulation)).toContain(text);
    expect(recordsOf(simulation, 'finding')).toMatchObject([{ code, origin: 'kernel', severity: 'error' }]);
    expect(outputOf(simulation)).toBe('');
  });
  test.each([
    ['SIGSEGV', 'int *p = 0; return *p', 139, 'SIGSEGV: read of 4 bytes at 0x0: nothing is mapped at 0x0'],
    ['SIGSEGV', '*(char *)"x" = 1', 139, /^SIGSEGV: write of 1 bytes at 0x4[0-9a-f]{5}: /],
    ['SIGSEGV', 'return *(volatile int *)0xffff888000000000', 139, /is a kernel address$/],
    ['division-by-zero', 'return 5 / (argc - 1)', 136, /[Dd]ivision by zero/], // SIGFPE
  ])('a program: %s by %s', (code, body, exitCode, description) => {
    const simulation = powerOn({ app: `int main(int argc, char **argv) { ${body}; }` });
    expect(proceed(simulation)).toMatchObject({
      kind: 'exception',
      code,
      description: typeof description === 'string' ? description : expect.stringMatching(description),
    });
    expect(finish(simulation)).toBe(exitCode);
  });
  test('division by zero in the kernel', () => {
    const simulation = powerOn({ driver: moduleWith('\treturn 5 / zero;', 'static int zero;') });
    expect(proceed(simulation)).toMatchObject({ kind: 'exception', code: 'division-by-zero' });
    expect(finish(simulation)).toBe(1);
  });
  test('a function that nobody implements: named when compiled, an exception when called', () => {
    const text = moduleWith('\treturn not_there(3);', 'int not_there(int value);');
    const [warning] = build(requestOf({ driver: text })).diagnostics;
    expect(warning).toMatchObject({ severity: 'warning', code: 'not-modelled' });
    expect(renderDiagnostic(warning!)).toMatch(/^driver\.c:\d+:\d+: .*not_there/);
    const simulation = powerOn({ driver: text });
    expect(proceed(simulation)).toMatchObject({
      kind: 'exception',
      code: 'not-modelled',
      description: expect.stringContaining('not_there()'),
    });
  });
  test('endless recursion fills the kernel stack of 16 KiB', () => {
    const text = moduleWith('\treturn deep(1);', 'static int deep(int x) { return deep(x + 1) + 1; }');
    expect(proceed(powerOn({ driver: text }))).toMatchObject({ kind: 'exception', code: 'stack-overflow' });
  });
  test('the same crash again is the same, after power-on', () => {
    const simulation = powerOn({ driver: moduleWith('\treturn *(int *)0x10ul;') });
    const [one, two] = [proceed(simulation), proceed(again(simulation))];
    expect(two).toEqual(one);
  });
});

describe('waiting', () => {
  test('for something that nobody will do is a deadlock that names the task', () => {
    const text = moduleWith('\twait_for_completion(&done);\n\treturn 0;', 'static DECLARE_COMPLETION(done);');
    const stop = proceed(powerOn({ driver: text }));
    expect(stop).toMatchObject({
      kind: 'deadlock',
      description: expect.stringMatching(/^nothing can run any more: insmod \(pid \d+\) waits /),
    });
  });
  test('with a timeout passes virtual time, not statements', () => {
    const simulation = powerOn({ driver: moduleWith('\tmsleep(3600000);\n\treturn 0;') });
    expect(finish(simulation)).toBe(0);
    expect(simulation.world.now).toBeGreaterThanOrEqual(3600e9);
    expect(simulation.world.statements).toBeLessThan(100_000);
  });
});

describe('the statement limit', () => {
  test('interrupts an endless loop, again and again', () => {
    const simulation = powerOn({ driver: moduleWith('\tfor (;;)\n\t\t;\n\treturn 0;') });
    for (let turn = 1; turn <= 5; turn++) {
      const before = simulation.world.statements;
      expect(simulation.run({ kind: 'continue' }, { statements: 10_000 })).toBeNull();
      expect(simulation.world.statements - before).toBeLessThanOrEqual(10_000);
      expect(simulation.world.statements - before).toBeGreaterThan(turn === 1 ? 1000 : 9000);
    }
  });
  test('interrupts a program that waits in a loop with interrupts and timers about', () => {
    const simulation = powerOn({ app: 'int main(void) { volatile int x = 0; while (!x) ; return x; }' });
    for (let turn = 0; turn < 20; turn++)
      expect(simulation.run({ kind: 'continue' }, { statements: 5_000 })).toBeNull();
    expect(simulation.world.statements).toBeLessThanOrEqual(100_000);
  });
});

describe('determinism', () => {
  /** Two kernel threads on two CPUs share a counter without a lock and sleep now and then. */
  const threads = `static int shared;
static struct task_struct *workers[2];
static int work(void *data)
{
	for (int i = 0; i < 300; i++) {
		shared = shared * 3 + (int)(long)data;
		if (i % 100 == 50)
			msleep(1);
	}
	pr_info("worker %ld done, %d\\n", (long)data, shared);
	while (!kthread_should_stop())
		msleep(1);
	return 0;
}`;
  const text = moduleWith(
    `	for (long i = 0; i < 2; i++)
		workers[i] = kthread_run(work, (void *)(i + 1), "worker/%ld", i);
	msleep(20);
	kthread_stop(workers[0]);
	kthread_stop(workers[1]);
	pr_info("shared %d\\n", shared);
	return 0;`,
    threads,
  );
  const simulation = powerOn({ driver: text });
  finish(simulation);
  test('both workers ran', () => expect(logOf(simulation).filter((line) => line.startsWith('worker'))).toHaveLength(2));
  test.each([1, 7, 101, 999, 10_000, 123_457])('in slices of %d statements the journal is the same', (slice) => {
    const sliced = again(simulation);
    expect(finish(sliced, slice)).toBe(0);
    expect(allRecords(sliced.world.journal)).toEqual(allRecords(simulation.world.journal));
    expect([sliced.world.now, sliced.world.statements]).toEqual([simulation.world.now, simulation.world.statements]);
  });
});
