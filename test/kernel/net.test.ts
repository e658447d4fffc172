/** Network interfaces: an interface of NAPI and packet sockets as a real Linux 6.1.192 (the oracle) has answered the same two files. */
import { describe, expect, it } from 'vitest';
import { driverFile, runDriver } from './run-driver.ts';

const golden = (name: string): string[] => driverFile(name).trimEnd().split('\n');

describe('an interface that echoes', () => {
  it('is registered, opened, sent through and read from as on a real 6.1', () => {
    const { log, output, findings, end } = runDriver({ driver: 'net-echo.c', app: 'net-echo-app.c' });
    expect(output.trimEnd().split('\n')).toEqual(golden('net-echo.txt'));
    expect(log).toEqual(golden('net-echo.log.txt'));
    expect([findings, end]).toEqual([[], 'rest 0']);
  });

  // The oracle, with `stall` true: the same lines, on CPU 1 and after 5634 ms (the watchdog's timer is rounded to whole seconds).
  it('is told by the watchdog when its queue stays stopped', () => {
    const { log, output, end } = runDriver(
      { driver: 'net-echo.c', app: 'net-stall-app.c' },
      { parameters: { stall: 'y' } },
    );
    expect(output).toBe('5 sent\n4 came back\n');
    const watched = log.findIndex((line) => line.includes('WATCHDOG'));
    expect(log[watched]).toMatch(/^eth0: NETDEV WATCHDOG: CPU: \d: transmit queue 0 timed out [56]\d\d\d ms$/);
    expect(log.slice(watched + 1)).toEqual([
      'eth0: timeout of queue 0, 4 waiting',
      'eth0: xmit len 114 headroom 2 proto 88b5 nonlinear 0 bh 1',
      'eth0: stop, running 0',
    ]);
    expect(end).toBe('rest 0');
  });
});
