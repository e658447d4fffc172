/** CPU time and memory of a piece of work, and the line that says them. */

export interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Memory: what is alive after the work beside what was before it. Run with --expose-gc. */
export function measure(work: () => void): Measured {
  globalThis.gc?.();
  const memory = process.memoryUsage();
  const before = memory.heapUsed + memory.arrayBuffers;
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  const after = process.memoryUsage();
  return {
    milliseconds: (user + system) / 1000,
    megabytes: (after.heapUsed + after.arrayBuffers - before) / 2 ** 20,
  };
}

export function show(what: string, { milliseconds, megabytes }: Measured): void {
  console.log(`${what.padEnd(58)}${milliseconds.toFixed(0).padStart(7)} ms${megabytes.toFixed(0).padStart(6)} MB`);
}
