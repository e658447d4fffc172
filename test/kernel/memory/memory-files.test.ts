/** /proc and debugfs about memory, beside what a real Linux 6.1.192 showed on the reference machine just after boot. */
import { describe, expect, it } from 'vitest';
import { driverFile } from '../run-driver.ts';
import { finish, powerOn, recordsOf } from '../../support/simulated-run.ts';

const reference = '{"memory":"6G","cma":"64M","cpus":2}';

function outputOf(app: string, args: readonly string[], driver = 'nothing.c'): string[] {
  const simulation = powerOn({
    driver: driverFile(driver),
    app: driverFile(app),
    machine: reference,
    arguments: args,
  });
  expect(finish(simulation)).toBe(0);
  return recordsOf(simulation, 'output')
    .map(({ text }) => text)
    .join('')
    .trimEnd()
    .split('\n');
}

it('a CMA area answers through debugfs as the real one, number for number', () => {
  expect(outputOf('cma-files-app.c', [])).toEqual(driverFile('cma-files-app.txt').trimEnd().split('\n'));
});

it('sysfs counts pages given and refused as the real one', () => {
  expect(outputOf('cma-sysfs-app.c', [])).toEqual(driverFile('cma-sysfs-app.txt').trimEnd().split('\n'));
});

it('meminfo changes as the real one, but for pages that wait on a CPU’s batch of the lists', () => {
  const ours = outputOf('meminfo-changes-app.c', [], 'meminfo-changes.c');
  const real = driverFile('meminfo-changes.txt').trimEnd().split('\n');
  // Not modelled: per-CPU chunks that grow, use of a page that moves it to an active list, the account of tmpfs pages.
  const absent = /^(Percpu|Active|Active\(anon\)|Inactive)$/;
  const changes = (line: string): [string, number][] =>
    [...line.matchAll(/ (\S+) ([+-]\d+)/g)]
      .map((match): [string, number] => [match[1]!, Number(match[2])])
      .filter(([name]) => !absent.test(name));
  const compared = real.findIndex((line) => line.startsWith('unmapped'));
  expect(compared).toBe(17);
  for (const [index, line] of real.slice(0, compared).entries()) {
    const [title] = line.split(':', 1);
    const expected = new Map(changes(line).filter(([name]) => !(title!.startsWith('file') && name === 'Committed_AS')));
    const got = new Map(changes(ours[index]!));
    expect([title, ...got.keys()]).toEqual([ours[index]!.split(':', 1)[0], ...expected.keys()]);
    // 2 CPUs' batches of 15 pages, two lists.
    for (const [name, value] of expected) expect(Math.abs(got.get(name)! - value), line).toBeLessThanOrEqual(128);
  }
});

describe('/proc', () => {
  const files = [
    '/proc/buddyinfo',
    '/proc/pagetypeinfo',
    '/proc/zoneinfo',
    '/proc/vmstat',
    '/proc/meminfo',
    '/proc/iomem',
    '/proc/bus/pci/devices',
    '/sys/kernel/debug/extfrag/extfrag_index',
    '/sys/kernel/debug/extfrag/unusable_index',
  ];
  const ofFile = (lines: readonly string[], file: string): string[] => {
    const after = lines.slice(lines.indexOf(`== ${file}`) + 1);
    const end = after.findIndex((line) => line.startsWith('== '));
    return end < 0 ? after : after.slice(0, end);
  };
  const allOfOurs = outputOf('show-files-app.c', files);
  const allReal = driverFile('memory-files.txt').trimEnd().split('\n');
  const beforeBus = (lines: readonly string[]): string[] => lines.slice(0, lines.indexOf('== /proc/iomem'));
  const ours = beforeBus(allOfOurs);
  const real = beforeBus(allReal);
  const shape = (line: string): string => line.replace(/ *\d+/g, ' N');
  // Counters of CONFIG_DEBUG_TLBFLUSH and CONFIG_TRANSPARENT_HUGEPAGE, which the reference has not.
  const extra = /^nr_tlb_|^thp_(?!migration)|^(Anon|Shmem|File)(HugePages|PmdMapped):/;

  it('has the real lines, in their order', () => {
    expect(ours.filter((line) => !extra.test(line)).map(shape)).toEqual(real.map(shape));
  });

  it('has the real numbers where they do not depend on what processes and drivers hold', () => {
    const fixed =
      /^(== |MemTotal|CommitLimit|VmallocTotal|CmaTotal|Huge|Page block|Pages per)|zone +DMA,|zone +DMA |^ +(min|low|high|spanned|present|managed|cma|protection|batch|high:|start_pfn|vm stats)/;
    const chosen = (lines: readonly string[]): string[] => lines.filter((line) => fixed.test(line));
    expect(chosen(real).length).toBeGreaterThan(60);
    expect(chosen(ours)).toEqual(chosen(real));
  });

  it('has the real bus addresses but for those of the VGA and the AHCI controller, which are not modelled', () => {
    const absent = /Video ROM|Adapter ROM|0000:00:01\.0|0000:00:1f\.2/;
    const expected = ofFile(allReal, '/proc/iomem').filter((line) => !absent.test(line));
    expect(expected.length).toBe(27);
    expect(ofFile(allOfOurs, '/proc/iomem')).toEqual(expected);
  });

  // The oracle's answers, on the same machine; the second one's last digits are of what its boot left in pieces.
  it('reckons the fragmentation of an idle machine as the real one', () => {
    const zone = (name: string, values: string): string => `Node 0, zone ${name.padStart(8)} ${values} `;
    const whole = Array.from({ length: 11 }, () => '-1.000').join(' ');
    const index = ofFile(allOfOurs, '/sys/kernel/debug/extfrag/extfrag_index');
    expect(index).toEqual(['DMA', 'DMA32', 'Normal'].map((name) => zone(name, whole)));
    const unusable = ofFile(allOfOurs, '/sys/kernel/debug/extfrag/unusable_index');
    const zeros = '0.000 0.000 0.000 0.000 0.000 0.000 0.000';
    expect(unusable.slice(0, 2)).toEqual([
      zone('DMA', `${zeros} 0.000 0.000 0.066 0.200`),
      zone('DMA32', `${zeros} 0.001 0.001 0.003 0.004`),
    ]);
  });

  it('lists the functions of the PCI bus as the real one', () => {
    const edu = driverFile('pci-devices.txt').split('\n')[0];
    expect(ofFile(allOfOurs, '/proc/bus/pci/devices')).toEqual([edu]);
  });

  it('has the real free blocks but for a few that the real boot used differently', () => {
    const rowOf = (lines: readonly string[], zone: string): number[] =>
      lines
        .find((line) => line.startsWith('Node 0, zone') && line.includes(` ${zone} `))!
        .match(/\d+/g)!
        .slice(1)
        .map(Number);
    for (const zone of ['DMA32', 'Normal']) {
      const pages = (row: readonly number[]): number =>
        row.slice(-11).reduce((sum, count, order) => sum + count * 2 ** order, 0);
      expect(Math.abs(pages(rowOf(ours, zone)) - pages(rowOf(real, zone)))).toBeLessThan(1500);
    }
  });
});
