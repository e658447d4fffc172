/** Faults on demand from the command line: single ones, and `--fail-each` over drivers that survive every failure and over ones that do not. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../debug-adapter/command-line/dispatch.ts';
import { simulator } from '../../debug-adapter/simulator-binding.ts';

const folder = mkdtempSync(join(tmpdir(), 'dma-faults-'));
afterAll(() => rmSync(folder, { recursive: true }));
const drivers = new URL('../kernel/dma/', import.meta.url);
const header = readFileSync(new URL('edu.h', drivers), 'utf8');
const machine = '{ "devices": [{ "model": "edu", "name": "0000:00:02.0", "dmaMask": 64 }] }';

/** Runs `driver` on a machine with edu. */
function run(driver: string, options: string): { status: number | null; out: string; err: string } {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of [
    ['edu.h', header],
    ['alone.h', alone],
    ['driver.c', driver],
    ['machine.json', machine],
  ] as const)
    writeFileSync(join(folder, name), text);
  let [out, err] = ['', ''];
  const words = [
    'run',
    `${folder}/driver.c`,
    '--machine',
    `${folder}/machine.json`,
    ...options.split(' ').filter(Boolean),
  ];
  const status = runCommandLine(simulator, words, { out: (text) => (out += text), err: (text) => (err += text) });
  return { status, out: out.replaceAll(`${folder}/`, ''), err: err.replaceAll(`${folder}/`, '') };
}

/** A driver that does nothing else: few calls of it can fail. */
const alone = `#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
static int use(void);
static int probe(struct pci_dev *pdev, const struct pci_device_id *id) { return use(); }
static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver driver = { .name = "alone", .id_table = ids, .probe = probe };
module_pci_driver(driver);
MODULE_LICENSE("GPL");
`;
const useAlone = (body: string): string => `#include "alone.h"\nstatic int use(void)\n{\n${body}\n}\n`;
const use = (body: string): string => `#include "edu.h"\nstatic int use(struct edu *edu)\n{\n${body}\n}\n`;
/** Of the line of `driver.c` that holds `part`. */
const lineOf = (driver: string, part: string): number =>
  driver.split('\n').findIndex((each) => each.includes(part)) + 1;
const correct = (name: string): string =>
  readFileSync(new URL(`correct/${name}`, drivers), 'utf8').replace('../edu.h', 'edu.h');

describe('--fail-each', () => {
  test.each(['sg-table.c'])('%s survives every failure', (name) => {
    const { status, out } = run(correct(name), '--fail-each');
    expect(out).toMatch(/\d+ fallible calls: each failure is survived\n$/);
    const lines = out.trimEnd().split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines)
      expect(line).toMatch(/^\S+:\d+: .* \(call \d+ gives .*\): ok: .* nothing is left behind$/);
    expect(status).toBe(0);
  });

  test("the descriptor of a wired interrupt is nobody's to give back, when a driver falls back on it", () => {
    const { status, out } = run(
      `#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>
static irqreturn_t handle(int irq, void *data) { return IRQ_NONE; }
static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int error = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);

	if (error < 0)
		error = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_LEGACY);
	if (error < 0)
		return error;
	error = request_irq(pci_irq_vector(pdev, 0), handle, IRQF_SHARED, "edu", pdev);
	if (error)
		pci_free_irq_vectors(pdev);
	return error;
}
static void remove(struct pci_dev *pdev)
{
	free_irq(pci_irq_vector(pdev, 0), pdev);
	pci_free_irq_vectors(pdev);
}
static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver driver = { .name = "edu", .id_table = ids, .probe = probe, .remove = remove };
module_pci_driver(driver);
MODULE_LICENSE("GPL");
`,
      '--fail-each',
    );
    expect(out).toContain('pci_alloc_irq_vectors (call 1 gives -ENOSPC): ok: the driver goes on');
    expect(out).toMatch(/\n\d fallible calls: each failure is survived\n$/);
    expect(status).toBe(0);
  });

  test.each([
    {
      what: 'a pointer that is not checked',
      body: `	char *buffer = kmalloc(64, GFP_KERNEL); // point
	buffer[3] = 1;
	kfree(buffer);
	return 0;`,
      wrong: /: driver\.c:5: BUG: kernel NULL pointer dereference, address: 0000000000000003 \[null-pointer\]/,
    },
    {
      what: 'memory that is lost when a later step fails',
      body: `	char *first = kmalloc(64, GFP_KERNEL), *second;
	if (!first)
		return -ENOMEM;
	second = kmalloc(128, GFP_KERNEL); // point
	if (!second)
		return -ENOMEM;
	kfree(second);
	kfree(first);
	return 0;`,
      wrong: /: leak: what kmalloc gave at driver\.c:4 is never given back \(64 bytes\)/,
    },
    {
      what: 'a loop until there is memory',
      body: `	char *buffer = kmalloc(64, GFP_KERNEL); // point
	while (!buffer)
		cpu_relax();
	kfree(buffer);
	return 0;`,
      wrong: /: hang: /,
    },
    {
      what: 'an error path that frees twice',
      body: `	char *first = kmalloc(64, GFP_KERNEL), *second;
	if (!first)
		return -ENOMEM;
	second = kmalloc(64, GFP_KERNEL); // point
	if (!second)
		kfree(first);
	kfree(first);
	kfree(second);
	return second ? 0 : -ENOMEM;`,
      wrong: /: driver\.c:10: kfree of 0x[0-9a-f]+, .* \[double-free\]/,
    },
    {
      what: 'a mapping error that is not looked at',
      body: `	char *buffer = kmalloc(64, GFP_KERNEL);
	dma_addr_t handle;
	if (!buffer)
		return -ENOMEM;
	handle = dma_map_single(edu->dev, buffer, 64, DMA_TO_DEVICE); // point
	edu_move(edu, handle, 64, TO_EDU);
	dma_unmap_single(edu->dev, handle, 64, DMA_TO_DEVICE);
	kfree(buffer);
	return 0;`,
      wrong: /\[(wrong-target|dma-api)\].*\[error-ignored\]/,
    },
  ])('tells of $what', ({ body, wrong }) => {
    const driver = (body.includes('edu') ? use : useAlone)(body);
    const { status, out, err } = run(driver, '--fail-each');
    const lines = out.split('\n');
    const at = lines.findIndex((line) => line.startsWith(`driver.c:${lineOf(driver, '// point')}: `));
    expect(lines[at]).toMatch(wrong);
    const replay = /--fail (\d+)$/.exec(lines[at + 1]!);
    expect(lines[at + 1]).toMatch(/^ {4}dma-debugger run driver\.c --machine machine\.json --fail \d+$/);
    expect([status, err.includes(`${replay![1]} of `)]).toEqual([1, true]);
    expect(out).toMatch(/fallible calls?: \d+ not survived well\n$/);
    // The loop would not end.
    if (!wrong.source.includes('hang'))
      expect(run(driver, `--fail ${replay![1]}`).err).toContain(`on demand: call ${replay![1]}, `);
  });

  test('tries as many as it is told, with a word about the rest', () => {
    const { out } = run(correct('to-device.c'), '--fail-each --fail-limit 2');
    expect(out).toMatch(
      /\n2 fallible calls \(the first 2 of \d+: --fail-limit N tries more\): each failure is survived\n$/,
    );
  });
});

describe('a single fault', () => {
  const waits = use(`	dma_addr_t handle;
	void *buffer = dma_alloc_coherent(edu->dev, 4096, &handle, GFP_KERNEL);
	int error;
	if (!buffer)
		return -ENOMEM;
	edu_start(edu, handle, 64, TO_EDU);
	error = edu_wait(edu);
	printk("waited %lld ms: %d\\n", ktime_get_ns() / 1000000, error);
	dma_free_coherent(edu->dev, 4096, buffer, handle);
	return 0;`);

  // edu's transfer takes 100 ms; the driver waits for two seconds.
  test.each([
    ['', /waited 1\d\d ms: 0/, null],
    ['--lose-interrupt 1', /waited 2\d\d\d ms: -110/, /on demand: interrupt 1, \d+ of 0000:00:02\.0, is lost/],
    ['--delay-interrupt 1:500000000', /waited 6\d\d ms: 0/, /on demand: interrupt 1, .* comes 500000000 ns late/],
    ['--stop-transfer 1:0', /waited 1\d\d ms: 0/, null],
  ] as const)('%s', (options, log, told) => {
    const { out, err, status } = run(waits, options);
    expect(out).toMatch(log);
    expect(status).toBe(0);
    if (told) expect(err).toMatch(told);
  });

  test('a transfer stops midway: its record says so', () => {
    const { out } = run(waits, '--stop-transfer 1:0 --json');
    const records = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.find(({ kind }) => kind === 'dma-burst')).toMatchObject({ status: 'stopped' });
    expect(records.find(({ kind }) => kind === 'dma-complete')).toMatchObject({ bytesMoved: 0 });
  });

  test.each([
    ['--fail 0', "--fail takes a number from 1 on, not '0'"],
    ['--delay-interrupt 3', "--delay-interrupt takes NUMBER:NUMBER, the first from 1 on, not '3'"],
  ])('%s is refused', (options, message) => {
    expect(run(waits, options)).toEqual({ status: 2, out: '', err: `dma-debugger: ${message}\n` });
  });
});

describe('a static finding', () => {
  const body = `	char *first = kmalloc(64, GFP_KERNEL), *second = kmalloc(64, GFP_KERNEL);
	dma_addr_t one, two;
	if (!first || !second)
		return -ENOMEM;
	one = dma_map_single(edu->dev, first, 64, DMA_FROM_DEVICE);
	if (dma_mapping_error(edu->dev, one))
		return -ENOMEM;
	edu_move(edu, one, 64, FROM_EDU);
	two = dma_map_single(edu->dev, second, 64, DMA_FROM_DEVICE); // fails
	if (dma_mapping_error(edu->dev, two))
		goto free; // leads there
	dma_unmap_single(edu->dev, two, 64, DMA_FROM_DEVICE);
	dma_unmap_single(edu->dev, one, 64, DMA_FROM_DEVICE);
free:
	kfree(second);
	kfree(first); // found
	return 0;`;

  test('names the calls that have to fail, and a run with them failing shows it', () => {
    const driver = use(body);
    const findInclude = (): { path: string; text: string } => ({ path: 'edu.h', text: header });
    const { findings } = simulator.checkDriver({ path: 'driver.c', text: driver }, { findInclude });
    expect(findings.map(({ rule, place }) => [rule, place.line])).toEqual([
      ['free-while-mapped', lineOf(driver, '// found')],
    ]);
    const lines = findings[0]!.failing.map(({ line }) => line);
    expect(lines).toEqual([lineOf(driver, '// fails')]);
    expect(run(driver, '').err).toBe('');
    const { err } = run(driver, `--fail-at driver.c:${lines[0]!}`);
    expect(err).toContain('on demand: call ');
    expect(err).toContain('device driver has pending DMA allocations while released from device [count=1]');
  });
});
