/** Drivers whose log or output a real Linux 6.1.192 (the oracle) has given beside them as .txt files: ours must be the same. */
import { describe, expect, it } from 'vitest';
import { driverFile, runDriver } from './run-driver.ts';
import { withoutStacks, withoutWiring } from './transcript.ts';

const fpga = '{"devices":[{"model":"fpga-accelerator","name":"0000:00:02.0"}]}';

const golden = (name: string): string[] => driverFile(name).trimEnd().split('\n');

describe('as a real 6.1', () => {
  it('formats, parses and takes module parameters', () => {
    const parameters = { number: '-9', word: 'hello', flag: 'y', list: '5,6', named: 'new', unknown: '1' };
    const { log, end } = runDriver({ driver: 'formats.c' }, { parameters });
    expect(log).toEqual(golden('formats.txt'));
    expect(end).toBe('rest 0');
  });

  it('waits, locks, defers and is woken', () => {
    const { log, end, findings } = runDriver({ driver: 'waiting.c' });
    expect(log).toEqual(golden('waiting.txt'));
    expect([end, findings]).toEqual(['rest 0', []]);
  });

  // The real one stays in both cases: its CPUs are two sockets, which wake-ups do not cross. Here they share a cache.
  it('keeps a task on its CPU between migrate_disable and migrate_enable', () => {
    const { log } = runDriver({ driver: 'migration.c' });
    expect(log.slice(1, 3)).toEqual(['disabled: stayed 1, atomic 0', 'enabled: stayed 0']);
    expect(log.filter((line) => line.startsWith('WARNING')).map((line) => line.replace(/.* at |\+0x.*/g, ''))).toEqual([
      'kernel/sched/core.c:2251 migrate_enable',
    ]);
  });

  it('requests and frees interrupts', () => {
    const { log, findings } = runDriver({ driver: 'interrupts.c' }, { machine: fpga });
    expect(withoutWiring(withoutStacks(log))).toEqual(withoutWiring(golden('interrupts.txt')));
    expect(findings).toEqual(['kernel-warning', 'kernel-warning', 'kernel-warning']);
  });

  it('serves character devices, debugfs and ordinary files', () => {
    const { log, output, end } = runDriver({ driver: 'files.c', app: 'files-app.c' });
    expect(output.trimEnd().split('\n')).toEqual(golden('files.txt'));
    expect(log).toEqual([
      'files: loading out-of-tree module taints kernel.',
      "debugfs: File 'table' in directory 'files' already present!",
      'again -17',
    ]);
    expect(end).toBe('rest 3');
  });
});

describe('the first question’s driver', () => {
  it('moves an image through the accelerator and back', () => {
    const { output, findings, end, log } = runDriver(
      { driver: 'debugfs-image.c', app: 'image-app.c' },
      { machine: fpga },
    );
    expect(output).toBe('0 of 16384 bytes wrong\n');
    expect([findings, end]).toEqual([[], 'rest 0']);
    expect(log[1]).toMatch(
      /^image 0000:00:02\.0: image at 0x[0-9a-f]{16}, \[mem 0x[0-9a-f]{8}-0x[0-9a-f]{8}\], irq 24$/,
    );
  });
});
