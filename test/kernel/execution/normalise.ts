/**
 * What of a kernel log does not depend on one machine, one compiler and one moment. The same is done to the oracle's log, once, and to ours:
 * registers, code bytes and page table entries go; of a call trace only the driver's own frames stay; offsets, addresses of the kernel half, pids,
 * CPUs, taint letters, the count of oopses and directories become the same. Frames that gcc inlined or guesses at (`?`) go too, and whatever an interrupt came over.
 */

const dropped = [
  // Where gcc leaves an inline function out of line.
  /^ __refcount_\w+ \[/,
  /^Hardware name: /,
  /^Code: /,
  /^R[A-Z0-9]{2}: /,
  /^RSP: /,
  /^(FS|CS): /,
  /^CR2: \S+ CR3: /,
  /^(PKRU|DR\d): /,
  /^PGD /,
  /loading out-of-tree module taints kernel/,
  /^module verification failed/,
  /^===/,
  /^(insmod|rmmod): /,
  /^(Killed|Segmentation fault)$/,
  /^Kernel Offset: disabled/,
  // The oracle is told to start again at once.
  /^---\[ end Kernel panic/,
  /used greatest stack depth/,
  /^input: /,
  /^ACPI: /,
  /^(x86\/mm|clocksource|sched|random|tsc): /,
];

const replacements: readonly (readonly [RegExp, string])[] = [
  [/\+0x[0-9a-f]+\/0x[0-9a-f]+/g, ''],
  [/\.(isra|constprop|part|cold)(\.\d+)?/g, ''],
  [/\bffff[0-9a-f]{12}\b/g, 'ffff…'],
  [/\bCPU: \d+ PID: \d+ Comm: swapper\/\d/, 'CPU: N PID: N Comm: idle'],
  [/\bCPU: \d+ PID: \d+/, 'CPU: N PID: N'],
  [/\bapp_\w+|\b[\w-]+-app-a(pp?)?\b/, 'app'],
  [/\bkworker\/\S+/, 'kworker'],
  [/(Not tainted|Tainted: [A-Z ]+?) +6\.1/, 'tainted? 6.1'],
  [/\[#\d+\]/, '[#N]'],
  [/(\bat )\S*\/([\w.-]+:\d+)/, '$1$2'],
  [/(WARNING:.* )[\w.-]+:\d+ /, '$1'],
  [/^(Modules linked in:).*?( (\w+)\(([A-Z]*O[A-Z]*[+-]?)\))?( \[last unloaded: .*\])?$/, '$1'],
  [/\b(irq|IRQ) #?\d+/g, '$1 N'],
  [/\[<[0-9a-f]{16}>\]/g, '[<…>]'],
  [/\b([\w-]+)(\[|\/)\d+(\]|\/0x)/g, '$1$2N$3'],
];

export function normalise(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let trace = false;
  let interrupted = false;
  for (const line of lines) {
    const text = replacements.reduce((each, [pattern, by]) => each.replace(pattern, by), line.trimEnd());
    if (dropped.some((pattern) => pattern.test(text))) continue;
    if (text === 'Call Trace:') trace = true;
    else if (trace && !text.startsWith(' ')) trace = interrupted = false;
    if (trace && text === ' <IRQ>') forgetInterrupted(kept);
    if (trace && text === ' </IRQ>') interrupted = true;
    const driverFrame = /^ [\w]+ \[\w+\]$/.test(text);
    if (trace && text.startsWith(' ') && (!driverFrame || interrupted)) continue;
    kept.push(text);
  }
  return kept;
}

/** An interrupt comes over whatever happens to run. */
function forgetInterrupted(kept: string[]): void {
  const index = kept.map((line) => line.startsWith('CPU: ')).lastIndexOf(true);
  if (index >= 0) kept[index] = kept[index]!.replace(/Comm: \S+/, 'Comm: …');
}
