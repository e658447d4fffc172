/** Tasks that wait for each other or for nothing: what the simulator finds that the reference kernel, built without lock debugging, does not say. */
import { describe, expect, it } from 'vitest';
import type { StopReason } from '../../simulator/index.ts';
import { logOf, powerOn, recordsOf } from '../support/simulated-run.ts';

const headers = [
  'delay',
  'kthread',
  'module',
  'mutex',
  'rwsem',
  'spinlock',
  'completion',
  'wait',
  'workqueue',
  'sched/task',
]
  .map((name) => `#include <linux/${name}.h>\n`)
  .join('');

function driver(globals: string, init: string): string {
  return `${headers}${globals}\nstatic int __init start(void)\n{\n${init}\n\treturn 0;\n}\nstatic void __exit stop(void)\n{\n\tpr_info("gone\\n");\n}\nmodule_init(start);\nmodule_exit(stop);\nMODULE_LICENSE("GPL");\n`;
}

function run(text: string): { findings: string[]; messages: string; log: string[]; end: StopReason } {
  const simulation = powerOn({ driver: text });
  for (let turns = 0; turns < 40; turns++) {
    const end = simulation.run({ kind: 'continue' }, { statements: 250_000 });
    if (end?.kind !== 'rest' && end?.kind !== 'deadlock') continue;
    const found = recordsOf(simulation, 'finding');
    return {
      findings: found.map(({ code }) => code),
      messages: found.map(({ message }) => message).join('\n'),
      log: logOf(simulation),
      end,
    };
  }
  throw new Error('neither rest nor deadlock');
}

const abba = `static DEFINE_MUTEX(a);
static DECLARE_RWSEM(b);
static int other(void *data)
{
	down_write(&b);
	msleep(5);
	mutex_lock(&a);
	mutex_unlock(&a);
	up_write(&b);
	return 0;
}`;

describe('locks that sleep', () => {
  it('ABBA: both tasks, both locks and where they were taken', () => {
    const body = '\tkthread_run(other, NULL, "other");\n\tmutex_lock(&a);\n\tmsleep(5);\n\tdown_read(&b);';
    const { findings, messages, end } = run(driver(abba, body));
    expect(findings).toEqual(['lock-deadlock']);
    expect(messages).toMatch(/^deadlock: (insmod|other) \(pid \d+\) waits for (other|insmod) \(pid \d+\), /);
    expect(messages).toMatch(/insmod \(pid \d+\) waits for a rw_semaphore \(read\) at 0x\w+ of other \(pid \d+\)/);
    expect(messages).toMatch(/holds a mutex at 0x\w+, taken at driver\.c:\d+/);
    expect(messages).toMatch(/mutex_lock at kernel\/kernel\/locking\/mutex\.c:\d+\n {4}other at driver\.c:\d+/);
    expect(end.kind).toBe('deadlock');
  });
  it.each([
    ['locked twice by one task', '\tmutex_lock(&m);\n\tmutex_lock(&m);', ['mutex-double-lock'], 'deadlock'],
    ['unlocked though free', '\tmutex_unlock(&m);', ['mutex-not-locked'], 'rest'],
    ['held by a task that ends', '\tmutex_lock(&m);', ['lock-held-at-exit'], 'rest'],
    ['released though free', '\tup_read(&r);', ['rwsem-not-locked'], 'rest'],
    [
      'of others is no business of a task that ends',
      '\tmutex_lock(&m);\n\tmutex_unlock(&m);\n\tdown_read(&r);\n\tup_read(&r);',
      [],
      'rest',
    ],
  ])('a lock %s', (_, body, expected, kind) => {
    const { findings, end } = run(driver('static DEFINE_MUTEX(m);\nstatic DECLARE_RWSEM(r);', body));
    expect(findings).toEqual(expected);
    expect(end.kind).toBe(kind);
  });
  it('a mutex unlocked by another task', () => {
    const globals = 'static DEFINE_MUTEX(m);\nstatic int other(void *data)\n{\n\tmutex_unlock(&m);\n\treturn 0;\n}';
    const { findings } = run(driver(globals, '\tmutex_lock(&m);\n\tkthread_run(other, NULL, "other");\n\tmsleep(5);'));
    expect(findings).toContain('mutex-foreign-unlock');
  });
});

describe('spinning locks', () => {
  const globals = `static DEFINE_SPINLOCK(a);
static DEFINE_SPINLOCK(b);
static int other(void *data)
{
	spin_lock(&b);
	mdelay(1);
	spin_lock(&a);
	spin_unlock(&a);
	spin_unlock(&b);
	return 0;
}
static int sleeper(void *data)
{
	spin_lock(&a);
	msleep(5);
	spin_unlock(&a);
	return 0;
}`;
  it.each([
    ['taken twice by one CPU', '\tspin_lock(&a);\n\tspin_lock(&a);', ['spinlock-recursion', 'cpu-stuck'], 'deadlock'],
    ['unlocked though free', '\tspin_unlock(&a);\n\tpreempt_disable();', ['spinlock-not-locked'], 'rest'],
  ])('%s', (_, body, expected, kind) => {
    const { findings, end } = run(driver(globals, body));
    expect(findings).toEqual(expected);
    expect(end.kind).toBe(kind);
  });
  it('of two CPUs crosswise', () => {
    const body = '\tkthread_run(other, NULL, "other");\n\tspin_lock(&a);\n\tmdelay(1);\n\tspin_lock(&b);';
    const { findings, messages, end } = run(driver(globals, body));
    expect(findings.slice(0, 2)).toEqual(['spinlock-deadlock', 'cpu-stuck']);
    expect(messages).toContain('two CPUs hold a spinlock each and wait for the other');
    expect(end.kind).toBe('deadlock');
  });
  it('of a task that sleeps', () => {
    const body = '\tkthread_run(sleeper, NULL, "sleeper");\n\tmdelay(1);\n\tspin_lock(&a);\n\tspin_unlock(&a);';
    const { findings, messages } = run(driver(globals, body));
    // The last: it ends with the count that the kernel has set back for it, less its unlocking.
    const atomic = 'scheduling-while-atomic';
    expect(findings).toEqual(['sleep-in-atomic', atomic, 'spinlock-owner-sleeps', atomic]);
    expect(messages).toMatch(/held by a task that sleeps:\nsleeper \(pid \d+\)/);
  });
});

describe('waiting for ever', () => {
  it('every task that waits is shown with its stack, the kernel’s idle threads are not', () => {
    const globals = `static DECLARE_COMPLETION(never);
static DECLARE_WAIT_QUEUE_HEAD(queue);
static void work(struct work_struct *unused)
{
	wait_event(queue, 0);
}
static DECLARE_WORK(a_work, work);`;
    const { end } = run(driver(globals, '\tschedule_work(&a_work);\n\tmsleep(1);\n\twait_for_completion(&never);'));
    expect(end).toMatchObject({ kind: 'deadlock' });
    const { description } = end as { description: string };
    expect(description).toMatch(
      /^nothing can run any more: insmod \(pid \d+\), kworker\/0:0 \(pid \d+\) wait for something/,
    );
    expect(description).toMatch(/insmod \(pid \d+\) waits for a completion at 0x\w+\n/);
    expect(description).toMatch(/kworker\/0:0 \(pid \d+\) waits for a wait queue at 0x\w+\n/);
    expect(description).toMatch(/ {4}work at driver\.c:\d+/);
    expect(description).not.toContain('kworker/0:1');
  });
  it('a loop with interrupts off is told after 21 s, as RCU does, and ends the run', () => {
    const { findings, log, end } = run(
      driver('static int flag;', '\tlocal_irq_disable();\n\twhile (!READ_ONCE(flag))\n\t\tcpu_relax();'),
    );
    expect(findings).toEqual(['cpu-stuck']);
    expect(log).toContain('rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:');
    expect(end).toMatchObject({
      kind: 'deadlock',
      description: expect.stringMatching(/^CPU 0 .*with interrupts off for 21 s/),
    });
  });
  it('a loop that looks at the clock ends by itself', () => {
    const body = '\tunsigned long end = jiffies + 5 * HZ;\n\twhile (time_before(jiffies, end))\n\t\tcpu_relax();';
    expect(run(driver('', body))).toMatchObject({ findings: [], end: { kind: 'rest', exitCode: 0 } });
  });
  it('kthread_stop() of a thread that has ended and that nobody kept', () => {
    const globals = 'static int quick(void *data)\n{\n\treturn 3;\n}';
    const body = (keep: string) =>
      `\tstruct task_struct *t = kthread_create(quick, NULL, "quick");\n${keep}\twake_up_process(t);\n\tmsleep(5);\n\tpr_info("%d\\n", kthread_stop(t));`;
    expect(run(driver(globals, body(''))).findings).toEqual(['stopped-thread-is-gone']);
    expect(run(driver(globals, body('\tget_task_struct(t);\n'))).findings).toEqual([]);
  });
});

it('a system call that returns with a spinlock held is told where the program made it', () => {
  const text = `${headers}#include <linux/fs.h>
#include <linux/miscdevice.h>
static DEFINE_SPINLOCK(lock);
static ssize_t leak(struct file *file, char __user *buffer, size_t size, loff_t *offset)
{
	spin_lock(&lock);
	return 0;
}
static const struct file_operations operations = { .owner = THIS_MODULE, .read = leak };
static struct miscdevice device = { .minor = MISC_DYNAMIC_MINOR, .name = "leak", .fops = &operations };
module_misc_device(device);
MODULE_LICENSE("GPL");
`;
  const app =
    '#include <fcntl.h>\n#include <unistd.h>\nint main(void) { char c; return read(open("/dev/leak", 0), &c, 1); }';
  const simulation = powerOn({ driver: text, app });
  for (let turns = 0; turns < 20; turns++)
    if (simulation.run({ kind: 'continue' }, { statements: 250_000 })?.kind === 'rest') break;
  const codes = recordsOf(simulation, 'finding').map(({ code }) => code);
  expect(codes).toEqual(['atomic-return', 'scheduling-while-atomic']);
});
