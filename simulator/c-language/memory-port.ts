/**
 * How compiled C reaches memory. The VM is handed a port for the mode it runs in (user or kernel, on one CPU) and knows
 * nothing of TLBs, caches or devices behind it. Virtual addresses are two 32-bit words, so that nothing is ever rounded.
 */
export interface MemoryPort {
  /** Lines that may be read or written without asking: a cache of the truth, dropped whenever the truth moves. */
  readonly fast: FastLines;
  /**
   * Loads `size` (1, 2, 4, 8) bytes, zero-extended, into `valueLow`/`valueHigh`. False: nothing was loaded and `fault` says
   * why. Any alignment; a straddling access is split as the hardware would.
   */
  load(low: number, high: number, size: number): boolean;
  /** Stores `size` bytes. False: nothing was stored and `fault` says why. */
  store(low: number, high: number, size: number, valueLow: number, valueHigh: number): boolean;
  valueLow: number;
  valueHigh: number;
  fault: MemoryFault | null;
  /** Set when somebody must look before the next statement: bits of `Attention`. The VM leaves its loop there. */
  attention: number;
}

/** `hardware`: an access had a consequence that the scheduler must see (MMIO, an event). `debugger`: a watched byte was touched. */
export const Attention = { hardware: 1, debugger: 2 } as const;

/**
 * Why an access could not be made. `address` is the first byte that failed. `stalled`: no access failed; the function that was called cannot go on before something is waited
 * for, of which `address` and `size` are what it says.
 */
export interface MemoryFault {
  readonly kind: 'not-present' | 'protection' | 'non-canonical' | 'bus-error' | 'stalled';
  readonly access: 'read' | 'write' | 'execute';
  readonly mode: 'user' | 'kernel';
  readonly address: bigint;
  /** bytes */
  readonly size: number;
}

/**
 * A direct-mapped table of 1024 virtual lines of 64 bytes, indexed by address bits 15:6. An entry is valid for reading
 * when `readTagLow[i]` equals the address' low word with its low 6 bits cleared and `readTagHigh[i]` its high word; likewise for writing
 * (then the line is already Modified in the L1 and the page writable and dirty). Empty entries hold tag low 1, which no
 * address can equal. On a hit the VM accesses `bytes`/`words` at line `line[i]` (64 bytes each) and stamps both
 * `lineUse[line[i]]` and `tlbUse[tlb[i]]` with `++clock[0]`, which keeps LRU exact. Only accesses that do not leave the line
 * and are naturally aligned may take this path.
 */
export interface FastLines {
  readonly readTagLow: Int32Array;
  readonly readTagHigh: Int32Array;
  readonly writeTagLow: Int32Array;
  readonly writeTagHigh: Int32Array;
  readonly line: Int32Array;
  readonly tlb: Int32Array;
  readonly bytes: Uint8Array; // the L1's data
  readonly halves: Uint16Array; // the same buffer
  readonly words: Int32Array; // the same buffer
  readonly lineUse: Float64Array;
  readonly tlbUse: Float64Array;
  readonly clock: Float64Array; // one element, exact up to 2^53
}
export const fastLineCount = 1024;
