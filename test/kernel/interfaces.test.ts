/** Drivers with a program each, for the interfaces between them: log (.log.txt) and output (.txt) must be those that a real Linux 6.1.192 (the oracle) gave. */
import { describe, expect, it } from 'vitest';
import { driverFile, runDriver } from './run-driver.ts';
import { withoutStacks, withoutWiring } from './transcript.ts';

interface Row {
  readonly name: string;
  readonly app?: false;
  readonly machine?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

const rows: readonly Row[] = [
  { name: 'procfs' },
  { name: 'attributes' },
  { name: 'pinned' },
  { name: 'managed', app: false },
  { name: 'edu-registers', app: false },
  { name: 'edu-coherent' },
  { name: 'edu-threaded' },
  { name: 'edu-events' },
  { name: 'edu-uio' },
  { name: 'pointer-formats', app: false },
  { name: 'edu-dmaengine' },
  { name: 'edu-gone' },
  { name: 'dma-buf-share' },
  { name: 'irq-domain', app: false },
  { name: 'process-memory' },
  { name: 'driver-mappings' },
  { name: 'driver-bus' },
  { name: 'driver-language', app: false },
  { name: 'driver-sysctl' },
  { name: 'driver-properties' },
  { name: 'driver-signals' },
  { name: 'driver-results' },
  { name: 'page-walk' },
  { name: 'leds' },
  { name: 'virtual-channels', app: false },
  { name: 'debugfs-helpers' },
  { name: 'wait-forms', app: false },
  // The reference kernel has no CONFIG_MII: its own mii.c was compiled into the driver there.
  { name: 'link-settings' },
  { name: 'without-subsystems', app: false },
  // The reference machine had a keyboard, a mouse and a power button before: its input4 is input0 here.
  { name: 'input-events' },
];

const golden = (name: string): string[] => driverFile(name).trimEnd().split('\n');

describe('as a real 6.1', () => {
  it.each(rows)('$name', ({ name, app, machine, parameters }) => {
    const files = { driver: `${name}.c`, ...(app === false ? {} : { app: `${name}-app.c` }) };
    const { log, output } = runDriver(files, {
      ...(machine !== undefined && { machine }),
      ...(parameters && { parameters }),
    });
    expect(withoutWiring(withoutStacks(log))).toEqual(withoutWiring(withoutStacks(golden(`${name}.log.txt`))));
    if (app !== false) expect(output.trimEnd().split('\n')).toEqual(golden(`${name}.txt`));
  });
});
