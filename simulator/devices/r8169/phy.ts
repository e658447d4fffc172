/** The PHY behind PHYAR: the registers of IEEE 802.3 clause 22 that say whether there is a link. It is up from the start. */
import type { R8169State } from './state.ts';

const readFlag = 0x8000_0000n;
const writable: ReadonlySet<number> = new Set([0, 4, 9]);
const control = { reset: 0x8000, restart: 0x0200 } as const;

/** BMCR: autonegotiation on. BMSR: done, link up. The identity of Realtek's RTL8211. 1000 Mbit/s on both sides. */
export function resetPhy(): number[] {
  const phy = new Array<number>(32).fill(0);
  phy[0] = 0x1140;
  phy[1] = 0x796d;
  phy[2] = 0x001c;
  phy[3] = 0xc912;
  phy[4] = 0x01e1;
  phy[5] = 0xcde1;
  phy[9] = 0x0300;
  phy[10] = 0x3c00;
  return phy;
}

export function accessPhy(state: R8169State, value: bigint): void {
  const register = Number((value >> 16n) & 0x1fn);
  if (value & readFlag) {
    const bits = Number(value & 0xffffn);
    // Reset and restart are over at once.
    if (writable.has(register)) state.phy[register] = register === 0 ? bits & ~(control.reset | control.restart) : bits;
    if (register === 0 && bits & control.reset) state.phy.splice(0, 32, ...resetPhy());
    state.registers['PHYAR'] = value & ~readFlag;
  } else state.registers['PHYAR'] = readFlag | (value & 0x1f_0000n) | BigInt(state.phy[register]!);
}
