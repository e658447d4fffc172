/** What `preempt_count` says of a CPU. */

/** The kernel's count by its parts (include/linux/preempt.h): 8 bits of preempt_disable, 8 of softirqs, 4 of interrupts, 4 of NMIs. */
export function contexts(count: number): string[] {
  const softirqs = (count >> 8) & 0xff;
  return [
    (count >> 20) & 0xf ? 'in an NMI' : '',
    (count >> 16) & 0xf ? 'in an interrupt' : '',
    softirqs & 1 ? 'in a softirq' : softirqs > 0 ? 'softirqs off' : '',
    (count & 0xff) > 0 ? `preemption off (${count & 0xff} deep)` : '',
  ].filter((each) => each !== '');
}
