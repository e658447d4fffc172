/** Where things stand in the virtual address spaces of an x86-64 Linux (Documentation/arch/x86/x86_64/mm.rst, four-level page tables, no KASLR). */

/** All of RAM, at `directMapBase + physical`. */
export const directMapBase = 0xffff_8880_0000_0000n;
export const directMapEnd = 0xffff_c880_0000_0000n;
export const vmallocBase = 0xffff_c900_0000_0000n;
export const vmallocEnd = 0xffff_e900_0000_0000n;
/** `struct page` of frame n at `vmemmapBase + 64 n`. */
export const vmemmapBase = 0xffff_ea00_0000_0000n;
export const kernelTextBase = 0xffff_ffff_8100_0000n;
/** The kernel image's data; the area where modules are loaded. */
export const kernelDataBase = 0xffff_ffff_c040_0000n;
/** The driver's. */
export const moduleDataBase = 0xffff_ffff_c080_0000n;

/** A position-dependent executable as the linker places it. */
export const userTextBase = 0x40_1000n;
export const userDataBase = 0x4c_0000n;
/** Programs that run side by side stand this far apart, as if linked so: a code address then belongs to one of them only. */
export const userImageStride = 0x100_0000n;
/** mmap's area, used from the top down. */
export const userMmapTop = 0x7fff_f7ff_f000n;
export const userStackTop = 0x7fff_ffff_f000n;
/** 8 MiB, as `ulimit -s` has it. */
export const userStackBytes = 8 * 1024 * 1024;
/** THREAD_SIZE. */
export const kernelStackBytes = 16 * 1024;

/** `is_vmalloc_addr` */
export function isVmallocAddress(address: bigint): boolean {
  return address >= vmallocBase && address < vmallocEnd;
}
