/**
 * Every class of dma-debug's reports, and what it lets pass, against golden/dma-debug-linux-6.1.txt: the answer of a real Linux 6.1.192 to debug-classes.c and
 * debugfs-app.c, without registers and call traces.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../../support/simulated-run.ts';
import { fileBeside, runText } from './run-text.ts';

const golden = readFileSync(new URL('../../golden/dma-debug-linux-6.1.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .filter((line) => !line.startsWith('==='));
const driver = fileBeside('debug-classes.c');
const app = fileBeside('debugfs-app.c');

/** The lines that the golden file keeps: no registers, no traces. */
function reduced(lines: readonly string[]): string[] {
  let inTrace = false;
  return lines.flatMap((line) => {
    if (line === 'Call Trace:') inTrace = true;
    const traced = inTrace;
    if (line === ' </TASK>') inTrace = false;
    if (traced || /^(RIP|RSP|Modules|CPU|---)/.test(line) || line.startsWith(' ')) return [];
    if (line === 'DMA-API: Mapped at:') return ['Mapped at'];
    return line.replace(/^WARNING: CPU: \d+ PID: \d+ at (\S+ \w+).*/, 'WARNING at $1');
  });
}

/**
 * Addresses as distances from the driver's buffer, of which each class is told with its physical address; coherent pages, whose place the boot decides, as
 * `page`; cache line and bucket numbers as those of the buffer; hashed pointers as one.
 */
function placed(lines: readonly string[]): string[] {
  const buffer = BigInt(`0x${/^== \w+ (\w+)$/.exec(lines.find((line) => line.startsWith('== '))!)![1]!}`);
  const distance = (digits: string): string => {
    const value = BigInt(`0x${digits}`);
    if (value >= buffer && value < buffer + 32768n) return `buffer+${value - buffer}`;
    if (value === buffer >> 6n) return 'line of buffer';
    return value >= 2n ** 32n && value < 2n ** 33n ? `page+${value % 4096n}` : digits;
  };
  return lines.map((line) =>
    line
      .replace(/(dma-mapping\.h:332) \w+/, '$1 <inline function>')
      .replace(/addr=0000\w+/, 'addr=<hashed>')
      .replace(/0x([0-9a-f]{16})/g, (_, digits: string) => distance(digits))
      .replace(/ (\w{5,})$/, (_, digits: string) => (line.startsWith('== ') ? ` ${distance(digits)}` : ` ${digits}`))
      .replace(/idx (\d+) P=(\w+) N=(\w+) D=(\w+)/, (_, ...[bucket, physical, frame, bus]: string[]) => {
        const expected = (BigInt(`0x${bus}`) >> 13n) & 16383n;
        const fits = BigInt(bucket!) === expected && BigInt(`0x${frame}`) === BigInt(`0x${physical}`) >> 12n;
        return `idx ${fits} P=${distance(physical!)} D=${distance(bus!)}`;
      }),
  );
}

const ran = runText(driver, {}, {}, app);
const log = placed(reduced(ran.log));
const wanted = placed(golden);
const isApp = (line: string): boolean => /^[a-z_]+(:| written)|^0000:/.test(line) && !line.startsWith('debug_classes');
const blocks = (lines: readonly string[]): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  let block: string[] = [];
  for (const line of lines.filter((each) => !isApp(each))) {
    const name = /^== (\w+)/.exec(line)?.[1];
    if (name) found.set(name, (block = []));
    block.push(line);
  }
  return found;
};
const classes = blocks(wanted);

it('tells the same classes', () => {
  expect(classes.size).toBe(38);
  expect([...blocks(log).keys()]).toEqual([...classes.keys()]);
});

it.each([...classes.keys()])('%s', (name) => {
  expect(blocks(log).get(name)).toEqual(classes.get(name));
});

it('has the files of debugfs', () => {
  const lines = placed([...ran.log.slice(0, 2), ...outputOf(ran.simulation).trimEnd().split('\n')]).slice(2);
  expect(lines).toEqual(wanted.filter(isApp));
});

it('each report is a finding with the place that mapped', () => {
  const reports = golden.filter((line) => line.startsWith('DMA-API: oracle')).length;
  const findings = ran.findings.filter(({ code }) => code === 'dma-api');
  expect(findings.length).toBe(reports + 2); // with `exceeded` and what is left at the end
  const size = findings.find(({ message }) => message.includes('different size'))!;
  const { program } = ran.simulation;
  const places = size.related![0]!.stack.map((each) => program.functions[program.statements[each]!.function]!.name);
  expect(places.slice(0, 3)).toEqual(['map', 'unmap_size', 'oracle_probe']);
});

describe('switches', () => {
  const reports = (machine: Readonly<Record<string, unknown>>): string[] =>
    runText(driver, machine).log.filter((line) => line.startsWith('DMA-API: oracle'));

  it('off: says nothing, and lists nothing', () => {
    const { log, simulation } = runText(driver, { dmaDebug: { enabled: false } }, {}, app);
    expect(log.filter((line) => /^DMA-API: (oracle|pci)/.test(line))).toEqual([]);
    expect(outputOf(simulation)).toContain('disabled: Y\n');
    expect(outputOf(simulation)).toContain('error_count: 0\n');
  });

  // Documentation/core-api/dma-api.rst: num_errors is 1 and all_errors 0 unless somebody changes them.
  it('only the first error, as a kernel is booted', () => {
    expect(reports({ dmaDebug: { allErrors: false } })).toEqual([
      'DMA-API: oracle 0000:00:02.0: device driver tries to free an invalid DMA memory address',
    ]);
  });

  it('counts the errors that it does not tell', () => {
    const { simulation } = runText(driver, { dmaDebug: { allErrors: false } }, {}, app);
    expect(outputOf(simulation)).toMatch(/error_count: 32\nall_errors: 0\nnum_errors: 0\n/);
  });
});
