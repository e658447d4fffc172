/** Backwards in time, as a DAP client sees it, on the real simulator. */
import { expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import type { DapClient } from '../support/dap-client.ts';
import {
  clientCapabilities,
  connect,
  launched,
  lineOf,
  programPath,
  setBreakpoints,
  twoCalls as program,
} from './session-fixture.ts';

const line = (marker: string): number => lineOf(program, marker);

async function top(client: DapClient): Promise<{ id: number; name: string; line: number }> {
  const { threadId } = client.events('stopped').at(-1)!;
  return (await client.request('stackTrace', { threadId, levels: 1 })).stackFrames[0]!;
}

async function go(client: DapClient, command: string): Promise<string> {
  const threadId = client.events('stopped').at(-1)?.threadId ?? 1;
  await client.request(command, command === 'configurationDone' ? undefined : { threadId });
  const { reason } = await client.event('stopped');
  const { name, line: at } = await top(client);
  return `${reason} ${name} ${at}`;
}

async function value(client: DapClient, expression: string, context = 'watch'): Promise<string> {
  const { id } = await top(client);
  const { result } = await client.request('evaluate', { expression, frameId: id, context });
  return result.replace(/ \(0x.*/, '');
}

test('steps back, continues back, and says where in time it stands', async () => {
  const client = await launched(program, { stopOnEntry: true }, simulator);
  await go(client, 'configurationDone');
  await setBreakpoints(client, [{ line: line('return sum;') }, { line: line('printf') }]);
  const forwards = [await go(client, 'continue'), await go(client, 'continue'), await go(client, 'continue')];
  expect(forwards).toEqual([
    `breakpoint add ${line('return sum;')}`,
    `breakpoint add ${line('return sum;')}`,
    `breakpoint main ${line('printf')}`,
  ]);
  expect(await value(client, 'total')).toBe('42');
  expect(await client.refusal('reverseContinue', { threadId: 77 })).toBe('there is no thread 77');
  expect(await go(client, 'reverseContinue')).toBe(forwards[1]);
  expect(await value(client, 'a')).toBe('20');
  expect(await go(client, 'stepBack')).toBe(`step add ${line('int sum')}`);
  expect(await go(client, 'stepBack')).toBe(`step main ${line('add(total, 22)')}`);
  expect(await value(client, 'total')).toBe('20');
  expect(client.events('dma/position' as never).at(-1)).toMatchObject({ past: true, branch: 1 });
  expect(await go(client, 'reverseContinue')).toBe(forwards[0]);
  expect(await go(client, 'reverseContinue')).toBe(`entry main ${line('int total')}`);
  expect(client.events('stopped').at(-1)).toMatchObject({
    text: 'Nothing before this stops',
  });
  expect(await go(client, 'continue')).toBe(forwards[0]);
});

test('a variable changed in the past begins another branch; the first can be entered again', async () => {
  const client = await launched(program, { stopOnEntry: true }, simulator);
  await go(client, 'configurationDone');
  await setBreakpoints(client, [{ line: line('printf') }]);
  await go(client, 'continue');
  const { moment } = await client.request('dma/position' as never, {});
  expect(await go(client, 'stepBack')).toBe(`step main ${line('add(total, 22)')}`);
  await value(client, 'total = 100', 'repl');
  // Told at once: until it runs there is nothing ahead of it.
  expect(client.events('dma/position' as never).at(-1)).toMatchObject({ branch: 2, past: false });
  expect(await go(client, 'continue')).toBe(`breakpoint main ${line('printf')}`);
  expect(await value(client, 'total')).toBe('122');
  const position: { branches: object[] } = await client.request('dma/position' as never, {});
  expect(position).toMatchObject({
    branch: 2,
    branches: [
      { id: 1, parent: null },
      { id: 2, parent: { branch: 1 } },
    ],
  });
  await client.request('dma/enterBranch' as never, { branch: 1 } as never);
  // The protocol's ContinuedEvent: for what no request of its own implies. VS Code shows the reason of the stop before without it.
  expect(await client.event('continued')).toMatchObject({ allThreadsContinued: true });
  expect(await client.event('stopped')).toMatchObject({ reason: 'goto', description: 'At another moment' });
  expect(await value(client, 'total')).toBe('42');
  await client.request('dma/goToMoment' as never, { moment } as never);
  await client.event('stopped');
  await expect(
    client.request('dma/goToMoment' as never, { moment: { moves: 1e9, statements: 1, at: 0, record: null } } as never),
  ).rejects.toThrow('not in the recorded history');
});

test('a moment that was given a name stays what it was, also when it is the furthest', async () => {
  const client = await launched(program, { stopOnEntry: true }, simulator);
  await go(client, 'configurationDone');
  await setBreakpoints(client, [{ line: line('printf') }]);
  await go(client, 'continue');
  const named = await client.request('dma/position', { keep: true });
  await value(client, 'total = 100', 'repl');
  await value(client, 'total = 101', 'repl');
  expect(await value(client, 'total')).toBe('101');
  expect(await client.request('dma/position', {})).toMatchObject({ branches: [{ id: 1 }, { id: 2 }] });
  await client.request('dma/enterBranch', { branch: named.branch });
  await client.event('stopped');
  await client.request('dma/goToMoment', { moment: named.moment });
  await client.event('stopped');
  expect(await value(client, 'total')).toBe('42');
});

test('what another branch says is told as well, and what the first said is not told again', async () => {
  const client = await launched(program, { stopAtEnd: true }, simulator);
  await setBreakpoints(client, [{ line: line('printf') }]);
  expect(await go(client, 'configurationDone')).toBe(`breakpoint main ${line('printf')}`);
  const toTheEnd = async (): Promise<string> => {
    await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
    expect(await client.event('stopped')).toMatchObject({ reason: 'pause' });
    return client.output('stdout');
  };
  expect(await toTheEnd()).toBe('total 42\n');
  await go(client, 'reverseContinue');
  expect(await toTheEnd()).toBe('total 42\n');
  await go(client, 'reverseContinue');
  await value(client, 'total = 7', 'repl');
  expect(await toTheEnd()).toBe('total 42\ntotal 7\n');
  await client.request('dma/enterBranch', { branch: 1 });
  await client.event('stopped');
  await go(client, 'reverseContinue');
  expect(await toTheEnd()).toBe('total 42\ntotal 7\n');
});

test('without history there is no way back', async () => {
  const client = await launched(program, { stopOnEntry: true, history: false }, simulator);
  await go(client, 'configurationDone');
  await expect(client.request('stepBack', { threadId: 1 })).rejects.toThrow('no history is kept');
});

const globals = `#include <stdio.h>
static int counter;
static char text[16];
static void bump(int by)
{
	counter += by;
	text[counter & 7] = 'x';
}

int main(void)
{
	for (int i = 1; i <= 4; i++)
		bump(i);
	printf("%d\\n", counter);
	return 0;
}
`;
const at = (marker: string): number => lineOf(globals, marker);

async function watched(client: DapClient, name: string, rest: object = {}): Promise<{ dataId: string | null }> {
  const { id } = await top(client);
  return (await client.request('dataBreakpointInfo', { name, frameId: id, ...rest })) as { dataId: string | null };
}

test('a data breakpoint stops behind each write, forwards and backwards', async () => {
  const client = await launched(globals, { stopOnEntry: true }, simulator);
  await go(client, 'configurationDone');
  const { dataId } = await watched(client, 'counter');
  await client.request('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write', condition: 'by > 1' }] });
  const forwards = [];
  for (let i = 0; i < 3; i++) forwards.push(`${await go(client, 'continue')} ${await value(client, 'counter')}`);
  expect(forwards).toEqual([3, 6, 10].map((sum) => `data breakpoint bump ${at('text[counter')} ${sum}`));
  expect(await go(client, 'reverseContinue')).toBe(`data breakpoint bump ${at('text[counter')}`);
  expect(await value(client, 'counter')).toBe('6');
  // What no unit watches says how it can be: `volatile` keeps an automatic object in memory (C11 5.1.2.3).
  expect(await watched(client, 'by')).toMatchObject({
    dataId: null,
    description: expect.stringContaining('Declare it volatile'),
  });
  expect(await watched(client, 'by + 1')).toMatchObject({
    dataId: null,
    description: "'by + 1' is no object: it stands nowhere",
  });
});

/** A write after fork(2) goes to a copy, one after MADV_DONTNEED to a new page: each to another place in memory. */
const moving = `#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
static int *page;
int main(void)
{
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*page = 1;
	int child = fork();
	if (child == 0)
		_exit(sleep(1));
	*page = 2;
	wait(NULL);
	madvise(page, 4096, MADV_DONTNEED);
	*page = 3;
	munmap(page, 4096);
	return 0;
}
`;

test('data of a process are watched wherever its pages are, forwards and backwards', async () => {
  const client = await launched(moving, { stopAtEnd: true }, simulator);
  await setBreakpoints(client, [{ line: lineOf(moving, 'if (child'), condition: 'child != 0' }]);
  await go(client, 'configurationDone');
  const { dataId } = await watched(client, '*page');
  await client.request('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write' }] });
  const behind = ['wait(NULL)', 'munmap'].map((marker) => `data breakpoint main ${lineOf(moving, marker)}`);
  expect([await go(client, 'continue'), await go(client, 'continue')]).toEqual(behind);
  expect(await go(client, 'reverseContinue')).toBe(behind[0]);
  expect(await go(client, 'reverseContinue')).toBe(`breakpoint main ${lineOf(moving, 'if (child')}`);
  expect(await go(client, 'reverseContinue')).toBe(`data breakpoint main ${lineOf(moving, 'int child')}`);
});

test('what stands in a register, or nowhere, cannot be watched and says so', async () => {
  const client = await launched(globals, { stopOnEntry: true }, simulator);
  await go(client, 'configurationDone');
  expect(await watched(client, 'counter + 1')).toMatchObject({ dataId: null });
  expect(await watched(client, '0xdead000000000000')).toMatchObject({ dataId: null });
  expect(await watched(client, 'counter', { bytes: 0 })).toMatchObject({ dataId: null });
  expect(await watched(client, 'phys:0x0', { bytes: 2 ** 50 })).toMatchObject({ dataId: null });
  const nothing = { expression: 'counter', length: -5, frameId: (await top(client)).id };
  expect(await client.refusal('dma/lastWriter', nothing)).toBe("-5 bytes of 'counter' are nothing to look at");
  const answer = await client.request('setDataBreakpoints', { breakpoints: [{ dataId: 'nonsense' }] });
  expect(answer).toMatchObject({ breakpoints: [{ verified: false }] });
});

test('who wrote this: back to the statement that wrote last', async () => {
  const client = await launched(globals, { stopOnEntry: true }, simulator);
  await go(client, 'configurationDone');
  await setBreakpoints(client, [{ line: at('printf') }]);
  await go(client, 'continue');
  const ask = async (expression: string): Promise<string> => {
    await client.request('dma/lastWriter' as never, { expression, frameId: (await top(client)).id } as never);
    const { reason, text } = await client.event('stopped');
    const { name, line: where } = await top(client);
    return `${reason} ${name} ${where}: ${text}`;
  };
  expect(await ask('text[6]')).toMatch(
    new RegExp(`^data breakpoint bump ${at('text[counter')}: CPU \\d wrote 1 byte at 0x`),
  );
  expect(await value(client, 'counter')).toBe('6');
  expect(await ask('counter')).toMatch(
    new RegExp(`^data breakpoint bump ${at('counter +=')}: CPU \\d wrote 4 bytes at 0x`),
  );
  expect(await value(client, 'counter')).toBe('3');
  const [counter] = /0x[0-9a-f]+/.exec(client.events('stopped').at(-1)!.text!)!;
  expect(client.output('console')).toContain(`Who wrote this? CPU 0 wrote 4 bytes at ${counter}.\n`);
  // What is kept in a register: a parameter was the caller's, a variable of the loop its increment's.
  expect(await ask('by')).toBe(
    `step bump ${at('counter +=')}: The statement that comes next, or the caller where it is the first of its function`,
  );
  expect(await ask('counter')).toContain('CPU 0 wrote 4 bytes');
  const { threadId } = client.events('stopped').at(-1)!;
  await client.request('stepOut', { threadId: threadId! });
  await client.event('stopped');
  expect(await value(client, 'i')).toBe('2');
  expect(await ask('i')).toContain(`step main ${at('for (int i')}`);
  expect(await value(client, 'i')).toBe('1');
  await ask('counter');
  // Before any store the kernel cleared the page for the program; before that nobody touched it.
  expect(await ask('counter')).toContain(': the kernel or a page walk changed 4096 bytes at 0x');
  expect(await ask('phys:' + counter!)).toMatch(/^entry .*: Nothing in the recorded history wrote it before$/);
});

test('who wrote this: a device, by DMA', async () => {
  const client = connect({}, simulator);
  await client.request('initialize', clientCapabilities);
  await client.request('launch', { scenario: 'cma-writeback' });
  await client.event('initialized');
  const driverText = simulator.scenarios().find(({ id }) => id === 'cma-writeback')!.files['driver.c']!;
  await client.request('setBreakpoints', {
    source: { path: 'cma-writeback/driver.c', sourceReference: 0 },
    breakpoints: [{ line: lineOf(driverText, '"image processed') }],
  });
  expect(await go(client, 'configurationDone')).toMatch(/^breakpoint/);
  // All CPUs were idle: the interrupt ran on the task of one of them, and that is whom to look at.
  const { id } = await top(client);
  await client.request('dma/lastWriter' as never, { expression: 'fpga->status', frameId: id } as never);
  expect((await client.event('stopped')).text).toMatch(/^CPU \d wrote 4 bytes/);
  expect(await top(client)).toMatchObject({
    name: 'fpga_interrupt',
    line: lineOf(driverText, 'fpga->status = status'),
  });
  await client.request('dma/lastWriter' as never, { expression: 'phys:0x30000000', length: 64 } as never);
  expect(await client.event('stopped')).toMatchObject({
    reason: 'data breakpoint',
    text: expect.stringMatching(/^0000:01:00\.0 wrote \d+ bytes at 0x30000000 by DMA$/),
  });
}, 120_000);

/** Where devices do not snoop, RAM has writers of four kinds; each is gone back to from the one after it. */
const writers = `#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
static u8 *buf;
static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	void __iomem *regs = pci_iomap(pdev, 0, 0);
	dma_addr_t handle;

	pci_set_master(pdev);
	dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	buf = kmalloc(4096, GFP_KERNEL);
	memset(buf, 0xaa, 4096);
	handle = dma_map_single(&pdev->dev, buf, 4096, DMA_BIDIRECTIONAL);
	writeq(handle, regs + 0x80);
	writeq(0x40000, regs + 0x88);
	writeq(64, regs + 0x90);
	writel(1, regs + 0x98);
	msleep(120);
	writeq(0x40000, regs + 0x80);
	writeq(handle, regs + 0x88);
	writel(3, regs + 0x98);
	msleep(120);
	dma_unmap_single(&pdev->dev, handle, 4096, DMA_BIDIRECTIONAL);
	pr_info("the first byte is %x\\n", buf[0]);
	return 0;
}
static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver writer = { .name = "writer", .id_table = ids, .probe = probe };
module_pci_driver(writer);
MODULE_LICENSE("GPL");
`;

test('who wrote this: from a device to cache maintenance to a CPU, and the kernel in a page table', async () => {
  const machine = { arch: 'arm64', memory: '64M', devices: [{ model: 'edu', name: '0000:00:02.0', dmaMask: 32 }] };
  const client = await launched(writers, { machine }, simulator);
  await setBreakpoints(client, [{ line: lineOf(writers, 'pr_info') }]);
  // A function without C code of its own stops where the driver calls it.
  const functions = [{ name: 'dma_unmap_single' }, { name: 'dma_unmap_sg' }];
  expect(await client.request('setFunctionBreakpoints', { breakpoints: functions })).toMatchObject({
    breakpoints: [
      { verified: true, message: expect.stringContaining('stops at the statements that call it') },
      { verified: false, message: expect.stringContaining('nothing of yours calls it') },
    ],
  });
  expect(await go(client, 'configurationDone')).toBe(`breakpoint probe ${lineOf(writers, 'dma_unmap_single')}`);
  expect(await go(client, 'continue')).toBe(`breakpoint probe ${lineOf(writers, 'pr_info')}`);
  const ask = async (expression: string, length?: number): Promise<string> => {
    const { id: frameId } = await top(client);
    await client.request('dma/lastWriter', { expression, frameId, ...(length ? { length } : {}) });
    return (await client.event('stopped')).text!;
  };
  // Nothing else runs while an expression is computed, and a register is not written behind its device's back.
  const { id: frameId } = await top(client);
  expect(await client.refusal('evaluate', { expression: 'msleep(10)', frameId, context: 'repl' })).toMatch(
    /^the expression waits for something/,
  );
  const registers = (await client.request('evaluate', { expression: 'regs', frameId })).memoryReference!;
  const poke = { memoryReference: registers, data: Buffer.from('abcd').toString('base64') };
  expect(await client.refusal('writeMemory', poke)).toContain('device registers are written by the driver');
  const pte = (await client.request('dma/pageWalk', { expression: 'regs', frameId: (await top(client)).id })).levels.at(
    -1,
  )!;
  // More bytes than a pointer has are those that it leads to.
  const byDevice = await ask('buf', 64);
  expect(byDevice).toMatch(/^0000:00:02\.0 wrote 64 bytes at 0x\w+ by DMA$/);
  const address = `phys:${/0x\w+/.exec(byDevice)![0]}`;
  expect(await ask(address, 64)).toMatch(/^cache maintenance wrote a dirty cache line back over 64 bytes at 0x/);
  expect(await ask(address, 64)).toMatch(/^CPU \d wrote 64 bytes at 0x/);
  // The BAR of 1 MiB is mapped at once: 256 entries.
  expect(await ask(`phys:${pte.entryAddress}`, 8)).toBe(
    `the kernel or a page walk changed 2048 bytes at ${pte.entryAddress}`,
  );
}, 120_000);

const long = `int sum;
int main(void)
{
	for (int i = 0; i < 20000000; i++)
		sum += i;
	return 0;
}
`;

test('a long search shows itself and can be cancelled: the machine then stands where it stood', async () => {
  const client = connect({ [programPath]: long }, simulator);
  await client.request('initialize', { ...clientCapabilities, supportsProgressReporting: true });
  await client.request('launch', { program: programPath, stopOnEntry: true });
  await client.event('initialized');
  await go(client, 'configurationDone');
  await setBreakpoints(client, [{ line: lineOf(long, 'return 0') }]);
  await go(client, 'continue');
  const before = await client.request('dma/position' as never, {});
  const { threadId } = client.events('stopped').at(-1)!;
  await setBreakpoints(client, []);
  await client.request('reverseContinue', { threadId });
  const started = await client.event('progressStart');
  expect(started).toMatchObject({ title: 'Searching backwards', cancellable: true });
  await client.request('cancel', { progressId: started.progressId });
  expect(await client.event('progressEnd')).toMatchObject({ progressId: started.progressId });
  expect(await client.event('stopped')).toMatchObject({ reason: 'pause' });
  expect(await client.request('dma/position' as never, {})).toEqual(before);
}, 120_000);

test('stands at the end where that was asked for: to go back, to change the code, and to end the session', async () => {
  const client = await launched(program, { stopAtEnd: true }, simulator);
  const end = { reason: 'pause', description: 'The run has ended with status 0' };
  await client.request('configurationDone');
  expect(await client.event('stopped')).toMatchObject(end);
  expect(client.output('stdout')).toBe('total 42\n');
  await setBreakpoints(client, [{ line: line('return sum;') }]);
  expect(await go(client, 'reverseContinue')).toBe(`breakpoint add ${line('return sum;')}`);
  expect(await value(client, 'sum')).toBe('42');
  await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
  expect(await client.event('stopped')).toMatchObject(end);
  const text = program.replace('20', '21');
  const edit = { path: programPath, text };
  expect(await client.request('dma/edit', edit)).toMatchObject({ outcome: 'replaced' });
  expect(await client.event('stopped')).toMatchObject({ reason: 'edit' });
  expect(await go(client, 'reverseContinue')).toBe(`breakpoint add ${line('return sum;')}`);
  expect(await value(client, 'sum')).toBe('43');
  await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
  expect(await client.event('stopped')).toMatchObject({ description: 'The run has ended with status 1' });
  await client.request('continue', { threadId: client.events('stopped').at(-1)?.threadId ?? 1 });
  expect(await client.event('exited')).toEqual({ exitCode: 1 });
  await client.event('terminated');
});
