/** The documented CMA bug debugged over DAP on the real simulator. Addresses and counts: the scenario's catalogue entry (documented-bugs 2.1 to 2.3). */
import { describe, expect, test } from 'vitest';
import { simulator } from '../../debug-adapter/simulator-binding.ts';
import type { DapClient } from '../support/dap-client.ts';
import { clientCapabilities, connect, lines, variables } from './session-fixture.ts';

const driver = 'cma-writeback/driver.c';
const driverText = simulator.scenarios().find(({ id }) => id === 'cma-writeback')!.files['driver.c']!;
const lineOf = (marker: string): number => driverText.split('\n').findIndex((line) => line.includes(marker)) + 1;

async function launch(args: object = {}): Promise<DapClient> {
  const client = connect({}, simulator);
  await client.request('initialize', clientCapabilities);
  await client.request('launch', { scenario: 'cma-writeback', ...args });
  await client.event('initialized');
  return client;
}

async function goOn(
  client: DapClient,
  command = 'continue',
): Promise<{ reason: string; threadId: number; where: string }> {
  const before = client.events('stopped').at(-1);
  await (before ? client.request(command, { threadId: before.threadId }) : client.request('configurationDone'));
  const { reason, threadId } = await client.event('stopped');
  const { stackFrames } = await client.request('stackTrace', { threadId, levels: 1 });
  const [frame] = stackFrames;
  return { reason, threadId: threadId!, where: `${frame!.name} ${frame!.line}` };
}

async function top(client: DapClient): Promise<number> {
  const threadId = client.events('stopped').at(-1)!.threadId;
  return (await client.request('stackTrace', { threadId, levels: 1 })).stackFrames[0]!.id;
}

async function evaluate(client: DapClient, expression: string, context = 'watch'): Promise<string> {
  return (await client.request('evaluate', { expression, frameId: await top(client), context })).result;
}

describe('the bug', () => {
  test('stop on entry, step through the probe, look at its variables', async () => {
    const client = await launch({ stopOnEntry: true });
    expect(await goOn(client)).toMatchObject({ reason: 'entry' });
    await client.request('setBreakpoints', {
      source: { path: driver, sourceReference: 0 },
      breakpoints: [{ line: lineOf('fpga->pdev = pdev') }],
    });
    expect(await goOn(client)).toMatchObject({
      reason: 'breakpoint',
      where: `fpga_probe ${lineOf('fpga->pdev = pdev')}`,
    });
    expect(await goOn(client, 'next')).toMatchObject({
      reason: 'step',
      where: `fpga_probe ${lineOf('\tinit_completion')}`,
    });
    const { scopes } = await client.request('scopes', { frameId: await top(client) });
    expect(scopes.map(({ name }) => name)).toEqual(['Locals', 'Globals', 'Registers of 0000:01:00.0']);
    const locals = await variables(client, scopes[0]!.variablesReference);
    expect(lines(locals).map((line) => line.replace(/0x[0-9a-f]{16}/, '0x…'))).toEqual([
      'pdev = (struct pci_dev *) 0x…',
      expect.stringMatching(/^id = \(struct pci_device_id \*\) 0x… <fpga_ids>$/),
      'fpga = (struct fpga *) 0x…',
      expect.stringMatching(/^err = /),
    ]);
    expect(await evaluate(client, 'fpga->pdev == pdev')).toBe('1');
    expect(await evaluate(client, 'current->pid')).toBe(String(client.events('stopped').at(-1)!.threadId));
    const { moment } = await client.request('dma/position', {});
    expect(await evaluate(client, '(jiffies - INITIAL_JIFFIES) / HZ', 'hover')).toBe(
      String(Math.floor(moment.at / 1e9)),
    );
    expect(await evaluate(client, 'gfp')).toMatch(/^0x[0-9a-f]+ "kernel"$/);
    const globals = await variables(client, scopes[1]!.variablesReference);
    expect(globals.map(({ name }) => name)).toEqual(expect.arrayContaining(['gfp', 'fpga_driver', 'fpga_ids']));
    const registers = await variables(client, scopes[2]!.variablesReference);
    expect(registers[0]).toMatchObject({ name: 'ID', value: '0x41434331' });
  });

  test('from the transfer to the memory that changed', async () => {
    const client = await launch();
    await client.request('setExceptionBreakpoints', {
      filters: [],
      filterOptions: [
        { filterId: 'dma-start', condition: 'toDevice && length > 4096' },
        { filterId: 'dma-complete', condition: 'fromDevice' },
      ],
    });
    expect(await goOn(client)).toMatchObject({
      reason: 'exception',
      where: `fpga_process ${lineOf('wait_for_completion_timeout')}`,
    });
    expect(client.events('stopped')[0]!.text).toBe(
      '0000:01:00.0: DMA starts: read of 4194304 bytes from 0x430000000, driven as 0x30000000',
    );
    // What the pointer shows of a bus address: where the device's lines and memory have it, and who is there.
    const hover = await evaluate(client, 'fpga->image_dma', 'hover');
    expect(hover).toMatch(/^0x430000000 → driven as 0x30000000 → physical 0x30000000 \(zone DMA32\): free, /);
    expect(hover).toContain('coherent buffer of 4194304 bytes at 0x430000000');
    expect(await evaluate(client, 'fpga->image_dma')).toBe('0x430000000');
    expect(await goOn(client)).toMatchObject({ reason: 'exception' });
    const threadId = client.events('stopped').at(-1)!.threadId;
    const { exceptionId, details } = await client.request('exceptionInfo', { threadId });
    expect(exceptionId).toBe('dma-complete');
    // Frames of what ships are no paths that a client could take for a file's.
    for (const line of details!.stackTrace!.split('\n'))
      expect(line).toMatch(/ at \/.*\.c:\d+:\d+$| \(line \d+ of [\w-]+\.c\)$/);
    expect(details!.stackTrace).toMatch(/\(line \d+ of /);
    expect(details!.message!.split('\n')).toEqual(
      expect.arrayContaining([
        'programmed: 0x430000000',
        'driven: 0x30000000',
        'physical: 0x30000000',
        'bytesMoved: 4194304',
        expect.stringMatching(/^framesChanged: 1024 \(0x30000, 0x30001, /),
      ]),
    );
    const { transfers } = await client.request('dma/transfers', {});
    expect(
      transfers.map(({ direction, programmed, physical, wrongTarget }) => [
        direction,
        programmed,
        physical,
        wrongTarget,
      ]),
    ).toEqual([
      ['to-device', '0x430000000', '0x30000000', true],
      ['from-device', '0x430000000', '0x30000000', true],
    ]);
    const read = async (memoryReference: string): Promise<string | undefined> =>
      (await client.request('readMemory', { memoryReference, count: 4096 })).data;
    const { lastTransfer } = await client.request('dma/physicalMemory', {});
    expect(lastTransfer).toMatchObject({ changed: [{ first: 0x30000, count: 1024 }] });
    expect(await read('phys:0x430000000')).not.toBe(await read('phys:0x30000000'));
    expect(await read('0xffff888430000000')).toBe(await read('phys:0x430000000'));
  });

  test('by default it stops where the device misses', async () => {
    const client = await launch();
    const { exceptionBreakpointFilters } = (client.messages[0]!.body ?? {}) as {
      exceptionBreakpointFilters: { filter: string; default: boolean }[];
    };
    const filters = exceptionBreakpointFilters.filter((each) => each.default).map((each) => each.filter);
    await client.request('setExceptionBreakpoints', { filters });
    expect(await goOn(client)).toMatchObject({ reason: 'exception' });
    expect(client.events('stopped')[0]!.text).toContain('only 0x30000000 leaves the device');
    expect(client.output('stderr')).toContain('only 0x30000000 leaves the device');
    expect(client.output('console')).toContain(
      'fpga_image 0000:01:00.0: image buffer at bus address 0x0000000430000000\n',
    );
  });

  test('kernel log and program output carry their places; the end has a status', async () => {
    const client = await launch({ noDebug: true });
    await client.request('configurationDone');
    expect(await client.event('exited')).toEqual({ exitCode: 0 });
    const outputs = client.events('output');
    const find = (text: string): (typeof outputs)[number] => outputs.find(({ output }) => output.includes(text))!;
    expect(find('image buffer at')).toMatchObject({
      category: 'console',
      line: lineOf('image buffer at'),
      source: { name: 'driver.c', path: driver },
    });
    expect(find('the image in the buffer is the same as the original')).toMatchObject({
      category: 'stdout',
      source: { name: 'app.c' },
    });
    expect(client.events('stopped')).toEqual([]);
    expect(outputs.filter(({ category }) => category === 'important')).toEqual([]);
    const write = outputs.filter(({ category }) => category === 'stderr');
    expect(write.map(({ line }) => line)).toEqual([
      lineOf('fpga->image = dma_alloc_coherent'),
      lineOf('CONTROL_IRQ | CONTROL_START'),
      lineOf('CONTROL_IRQ | CONTROL_START'),
    ]);
  });

  /** The machine without a file: one QEMU edu at 0000:00:02.0 (design 8), which this driver's table does not name. */
  test('a driver that the machine has no device for is not passed over in silence', async () => {
    const client = connect({ '/work/driver.c': driverText }, simulator);
    await client.request('initialize', clientCapabilities);
    await client.request('launch', { program: '/work/driver.c', stopOnEntry: true });
    await client.event('initialized');
    await client.request('configurationDone');
    expect(await client.event('exited')).toEqual({ exitCode: 0 });
    expect(client.events('stopped')).toEqual([]);
    const told = client.events('output').filter(({ category }) => category === 'important');
    expect(told.map(({ output }) => output)).toEqual([expect.stringContaining('this machine: edu at 0000:00:02.0.')]);
  });

  test('conditions, hit counts and log points; an interrupt on top of what it interrupts', async () => {
    const client = await launch();
    await client.request('setBreakpoints', {
      source: { path: driver },
      breakpoints: [
        { line: lineOf('return 0;'), condition: 'fpga->status == 99' },
        { line: lineOf('reinit_completion'), logMessage: 'handle {fpga->image_dma >> 28}, status {fpga->status}' },
        {
          line: lineOf('writel(lower_32_bits(fpga->image_dma), fpga->regs + REG_SRC_LO'),
          condition: 'fpga->image_dma > 0x400000000',
        },
        { line: lineOf('complete(&fpga->done)'), hitCondition: '>= 1' },
      ],
    });
    expect(await goOn(client)).toMatchObject({ reason: 'breakpoint', where: `fpga_process ${lineOf('REG_SRC_LO);')}` });
    expect(client.output('console')).toContain('handle 67, status 0\n');
    expect(await goOn(client, 'next')).toMatchObject({ where: `fpga_process ${lineOf('REG_SRC_HI);')}` });
    expect(await goOn(client)).toMatchObject({
      reason: 'breakpoint',
      where: expect.stringMatching(/^fpga_interrupt/) as string,
    });
    const { stackFrames } = await client.request('stackTrace', { threadId: client.events('stopped').at(-1)!.threadId });
    expect(stackFrames.some(({ presentationHint }) => presentationHint === 'subtle')).toBe(true);
    expect(stackFrames.some(({ name }) => name.endsWith('(interrupt)'))).toBe(true);
    expect(await goOn(client, 'next')).toMatchObject({
      reason: 'step',
      where: `fpga_interrupt ${lineOf('return IRQ_HANDLED')}`,
    });
  });

  test('steps into, over and out of functions, past the kernel between them', async () => {
    const client = await launch();
    const line = lineOf('int err = fpga_process');
    await client.request('setBreakpoints', { source: { path: driver }, breakpoints: [{ line }] });
    const transcript = [(await goOn(client)).where];
    for (const command of ['stepIn', 'next', 'stepIn', 'stepOut', 'next'])
      transcript.push(`${command}: ${(await goOn(client, command)).where}`);
    expect(transcript).toEqual([
      'fpga_start_write 97',
      'stepIn: fpga_process 65',
      'next: fpga_process 66',
      'stepIn: fpga_process 67',
      'stepOut: fpga_start_write 99',
      'next: fpga_start_write 100',
    ]);
  });

  test('a value changed while stopped changes the run', async () => {
    const client = await launch();
    const line = lineOf('if (fpga->status & STATUS_ERROR)');
    await client.request('setBreakpoints', { source: { path: driver }, breakpoints: [{ line }] });
    await goOn(client);
    const status = { expression: 'fpga->status', value: '4', frameId: await top(client) };
    expect(await client.request('setExpression', status)).toMatchObject({ value: '4' });
    expect(client.events('memory')).toHaveLength(1);
    await client.request('continue', { threadId: client.events('stopped').at(-1)!.threadId });
    await client.event('terminated');
    expect(client.output('stderr')).toContain('start: Input/output error');
  });

  test("a walk of the application's mapping ends at the right block", async () => {
    const client = await launch();
    const app = simulator.scenarios().find(({ id }) => id === 'cma-writeback')!.files['app.c']!;
    const line = app.split('\n').findIndex((each) => each.includes('draw(image);')) + 1;
    await client.request('setBreakpoints', { source: { path: 'cma-writeback/app.c' }, breakpoints: [{ line }] });
    expect(await goOn(client)).toMatchObject({ where: `main ${line}` });
    const walk = await client.request('dma/pageWalk', { expression: 'image', frameId: await top(client) });
    expect(walk.levels.map(({ name }) => name)).toEqual(['PGD', 'PUD', 'PMD', 'PTE']);
    expect(walk.result?.physical).toBe('0x430000000');
    const image = await client.request('evaluate', {
      expression: 'image',
      frameId: await top(client),
      context: 'hover',
    });
    expect(image.memoryReference).toMatch(/^pid\d+:0x7fff/);
    const { data } = await client.request('readMemory', { memoryReference: image.memoryReference, count: 64 });
    expect(Buffer.from(data!, 'base64')).toHaveLength(64);
    expect((await client.request('dma/cacheLine', { expression: 'image', frameId: await top(client) })).physical).toBe(
      '0x430000000',
    );
  });

  test('sources of the bug and of the simulated system are served', async () => {
    const client = await launch({ stopOnEntry: true });
    const { sources } = await client.request('loadedSources');
    const own = sources.find(({ path }) => path === driver)!;
    expect(await client.request('source', { source: own, sourceReference: own.sourceReference })).toMatchObject({
      content: driverText,
    });
    const kernel = sources.find(({ presentationHint }) => presentationHint === 'deemphasize')!;
    const { content } = await client.request('source', { sourceReference: kernel.sourceReference });
    expect(content.length).toBeGreaterThan(100);
  });
});

/** Each fix and each value of gfp in scenarios.test.ts; here that a launch's words reach the machine. */
describe('the fixes', () => {
  test.each([
    ['honest-mask: the device finds the buffer', { fixed: 'honest-mask' }, ['wrong-target', 'finding']],
    ['gfp=atomic works, as the poster saw', { parameters: { gfp: 'atomic' } }, ['wrong-target']],
  ])('%s', async (_, args, filters) => {
    const client = await launch(args);
    await client.request('setExceptionBreakpoints', { filters });
    await client.request('configurationDone');
    expect(await client.event('exited')).toEqual({ exitCode: 0 });
    expect(client.events('stopped')).toEqual([]);
    expect(client.output('stdout')).toContain('the image in the buffer is the processed one');
  });
});

test('a variable length array shows its elements', async () => {
  const text =
    'int main(int argc, char **argv)\n{\n\tint squares[argc + 2];\n\tfor (int i = 0; i < argc + 2; i++)\n\t\tsquares[i] = i * i;\n\treturn squares[0];\n}\n';
  const client = connect({ '/work/vla.c': text }, simulator);
  await client.request('initialize', clientCapabilities);
  await client.request('launch', { program: '/work/vla.c', args: ['x'] });
  await client.request('setBreakpoints', { source: { path: '/work/vla.c' }, breakpoints: [{ line: 6 }] });
  await client.request('configurationDone');
  await client.event('stopped');
  const { scopes } = await client.request('scopes', { frameId: await top(client) });
  const locals = await variables(client, scopes[0]!.variablesReference);
  expect(lines(locals)).toContain('squares = {0, 1, 4, 9}');
});
