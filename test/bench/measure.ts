/** CPU time and memory of a piece of work, and the line that says them. */

export interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Memory: the most that is alive, beside what was before, when `work` says that it looks and at the end. Run with --expose-gc. */
export function measure(work: (look: () => void) => void): Measured {
  const before = alive();
  let megabytes = 0;
  let looking = 0;
  const look = (): void => {
    const begun = process.cpuUsage();
    megabytes = Math.max(megabytes, (alive() - before) / 2 ** 20);
    looking += milliseconds(begun);
  };
  const begun = process.cpuUsage();
  work(look);
  const spent = milliseconds(begun);
  const unmeasured = looking;
  look();
  return { milliseconds: spent - unmeasured, megabytes };
}

function alive(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function milliseconds(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

export function show(what: string, { milliseconds, megabytes }: Measured): void {
  console.log(`${what.padEnd(58)}${milliseconds.toFixed(0).padStart(7)} ms${megabytes.toFixed(0).padStart(6)} MB`);
}
