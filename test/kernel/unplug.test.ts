/**
 * A PCI function that is pulled out while a program waits in its driver. What a read that nobody answers gives: all ones (PCI Express Base 2.3.2, the
 * completion of an unsupported request). What the kernel then does: drivers/pci/hotplug/pciehp_pci.c and pci_dev_set_disconnected() of Linux 6.1.
 */
import { describe, expect, it } from 'vitest';
import { runDriver } from './run-driver.ts';

const pulledOut = (more: string): string =>
  `{ "faults": { "unplug": [{ "device": "0000:00:02.0", "at": 25000000${more} }] } }`;

describe('surprise removal', () => {
  it('the kernel hears of it: remove() finds nobody, waiting programs are woken, what is open answers -ENODEV', () => {
    const options = { machine: pulledOut(', "noticed": 15000000'), arguments: ['wait'] };
    const { log, output, findings } = runDriver({ driver: 'edu-gone.c', app: 'edu-gone-app.c' }, options);
    expect(log.slice(1)).toEqual([
      'gone 0000:00:02.0: remove, present 0, offline 1, identification ffffffff vendor ffff',
      'woken, removed 1',
      'closed, removed 1',
      'the last user is gone',
    ]);
    expect(output.split('\n')).toEqual([
      'at first: 4 010000ed ',
      'pulled out: -1 00000000 Input/output error',
      'the waiting read: -1 No such device',
      'removed: -1 00000000 No such device',
      'again: -1 No such device',
      'in sysfs: -1 No such file or directory',
      '',
    ]);
    expect(findings).toEqual([]);
  });
  it('a transfer that is under way ends there, and no interrupt comes', () => {
    const machine = `{ "faults": { "unplug": [{ "device": "0000:00:02.0", "at": 50000000 }] } }`;
    const { log, records } = runDriver({ driver: 'edu-dmaengine.c' }, { machine });
    expect(log).toContain('time is over'); // edu's transfer takes 100 ms, the driver waits for one second
    expect(records.filter(({ kind }) => kind === 'interrupt-raised')).toEqual([]);
    expect(records.flatMap((each) => (each.kind === 'fault-injected' ? [each.what] : []))).toEqual([
      '0000:00:02.0 is pulled out',
    ]);
  });
});
