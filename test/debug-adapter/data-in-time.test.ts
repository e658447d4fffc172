/** Data followed through time, on the real simulator: data breakpoints in both directions, and back to the last writer. */
import { expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import type { DapClient } from '../support/dap-client.ts';
import { clientCapabilities, connect, launched, lineOf, setBreakpoints } from './session-fixture.ts';
import { go, top, value } from './standing.ts';

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
  expect(await watched(client, 'by + 1')).toMatchObject({
    dataId: null,
    description: "'by + 1' is no object: it stands nowhere",
  });
});

const loop = `#include <stdio.h>
static int twice(int n)
{
	int half = n / 2;
	n = half + n;
	return n - half;
}
int main(void)
{
	int sum = 0;
	for (int i = 0; i < 3; i++) {
		if (i == 1)
			sum += 10;
		sum += twice(i) - i;
	}
	printf("%d\\n", sum);
	return sum;
}
`;

/** By hand: sum is 0, 10 at i == 1; i is 0, 1, 2, 3, and what comes behind `i++` is the loop's condition; of twice(2), half is 1 and n becomes 3. */
test('a variable that stands in a register is watched from statement to statement, in both directions', async () => {
  const where = (marker: string): number => lineOf(loop, marker);
  const client = await launched(loop, {}, simulator);
  await setBreakpoints(client, [{ line: where('if (i == 1)') }]);
  await go(client, 'configurationDone');
  await setBreakpoints(client, []);
  const [sum, i] = [await watched(client, 'sum'), await watched(client, 'i')];
  expect(sum).toMatchObject({ accessTypes: ['write'], description: expect.stringContaining('main()') });
  expect(await watched(client, 'i', { mode: 'device' })).toMatchObject({ dataId: null });
  const watch = async (breakpoints: object[]): Promise<{ id?: number }[]> =>
    (
      (await client.request('setDataBreakpoints' as never, { breakpoints } as never)) as {
        breakpoints: { id?: number }[];
      }
    ).breakpoints;
  const ids = await watch([{ dataId: sum.dataId }, { dataId: i.dataId, condition: 'i != 2' }]);
  const stops: string[] = [];
  for (const way of ['continue', 'continue', 'continue', 'reverseContinue', 'reverseContinue'] as const) {
    const stop = await go(client, way);
    stops.push(`${stop} ${client.events('stopped').at(-1)!.text}`);
  }
  const atCall = where('sum += twice');
  expect(stops).toEqual([
    `data breakpoint main ${where('for (int i')} i was changed from 0 to 1`,
    `data breakpoint main ${atCall} sum was changed from 0 to 10`,
    `data breakpoint main ${where('for (int i')} i was changed from 2 to 3`,
    `data breakpoint main ${atCall} sum was changed from 0 to 10`,
    `data breakpoint main ${where('for (int i')} i was changed from 0 to 1`,
  ]);
  expect(client.events('stopped').at(-1)!.hitBreakpointIds).toEqual([ids[1]!.id]);
  // At a line with a breakpoint of its own both stop as one; in a function that is called again, each call is watched.
  await setBreakpoints(client, [{ line: where('n = half') }]);
  await watch([]);
  await go(client, 'continue');
  const [half, n] = [await watched(client, 'half'), await watched(client, 'n')];
  await watch([{ dataId: half.dataId }, { dataId: n.dataId }]);
  await setBreakpoints(client, [{ line: where('return n') }]);
  await go(client, 'continue');
  expect(client.events('stopped').at(-1)).toMatchObject({ reason: 'breakpoint' });
  expect(await go(client, 'continue')).toBe(`data breakpoint twice ${where('return n')}`);
  const last = client.events('stopped').at(-1)!;
  expect([last.text, last.hitBreakpointIds!.length]).toEqual(['n was changed from 2 to 3', 2]);
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

test('what stands nowhere cannot be watched and says so', async () => {
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
