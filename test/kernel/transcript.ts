/** Log lines without what belongs to one machine or one build. */

/** Numbers that belong to one machine's wiring and firmware, not to the kernel's behaviour. */
export function withoutWiring(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/\b(irq|IRQ) \d+/, '$1 N').replace(/\[mem 0x\w+-0x\w+/, '[mem …'));
}

/** Of a warning's block the message alone, of a dumped stack nothing: registers and the stack are ours. */
export function withoutStacks(lines: readonly string[]): string[] {
  let inBlock = false;
  return lines.filter((line) => {
    if (/^(WARNING: |CPU: \d+ PID: )/.test(line)) inBlock = true;
    if (line.startsWith('---[ end trace')) inBlock = false;
    const belongs = !inBlock;
    if (inBlock && line.trim() === '</TASK>') inBlock = false;
    return belongs;
  });
}
