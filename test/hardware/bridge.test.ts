/** Expected addresses: documented-bugs 2.2 and 2.3 (H1, H1b, H2, H3); windows as PG055 describes AXIBAR and AXIBAR2PCIEBAR. */
import { describe, expect, it } from 'vitest';
import { createBridge, throughBridge } from '../../simulator/hardware/bridge.ts';

const high = 0x4_3000_0000n;
const megabytes = (count: number) => BigInt(count) << 20n;

describe('a bridge', () => {
  it.each([
    ['transparent', {}, high, high, high],
    ['transparent, top of the space', {}, 2n ** 64n - 1n, 2n ** 64n - 1n, 2n ** 64n - 1n],
    ['H1: 32 bits', { addressBits: 32 }, high, 0x3000_0000n, 0x3000_0000n],
    ['H1b: 34 bits', { addressBits: 34 }, high, 0x3000_0000n, 0x3000_0000n],
    ['H1b below its reach', { addressBits: 34 }, 0x1_0600_0000n, 0x1_0600_0000n, 0x1_0600_0000n],
    ['35 bits suffice', { addressBits: 35 }, high, high, high],
    ['H3: 4 MiB alignment', { alignment: megabytes(4) }, 0x4_3010_0000n, high, high],
    ['H3, already aligned', { alignment: megabytes(4) }, 0x4_3040_0000n, 0x4_3040_0000n, 0x4_3040_0000n],
    [
      'H2: high half of the translation 0',
      { windowBase: 0x8000_0000n, windowSize: megabytes(256), translation: 0x3000_0000n },
      0x8000_1000n,
      0x8000_1000n,
      0x3000_1000n,
    ],
    [
      'H2: translation right',
      { windowBase: 0x8000_0000n, windowSize: megabytes(256), translation: high },
      0x8000_1000n,
      0x8000_1000n,
      0x4_3000_1000n,
    ],
    ['H2: outside the window', { windowSize: megabytes(16384) }, high, high, null],
  ])('%s', (_, settings, programmed, driven, bridged) => {
    const refusal = bridged === null ? 'outside-window' : null;
    expect(throughBridge(createBridge(settings), programmed)).toEqual({ driven, bridged, refusal });
  });

  it('aligns a transfer, not each burst of it, and wraps at its address lines', () => {
    const bridge = createBridge({ addressBits: 32, alignment: megabytes(4) });
    expect(throughBridge(bridge, 0x4_3010_0000n, 0x10_0040).driven).toBe(0x3010_0040n);
    expect(throughBridge(bridge, 0xffc0_0000n, 0x40_0000).driven).toBe(0n);
  });

  it('refuses a burst that leaves the window at its end', () => {
    const bridge = createBridge({ windowSize: 0x1000n });
    expect(throughBridge(bridge, 0xff0n, 0, 16).bridged).toBe(0xff0n);
    expect(throughBridge(bridge, 0xff0n, 0, 17).refusal).toBe('outside-window');
  });

  it.each([
    [{ addressBits: 0 }],
    [{ addressBits: 65 }],
    [{ windowSize: 3n }],
    [{ windowBase: 0x1000n, windowSize: 0x2000n }],
    [{ alignment: 0n }],
  ])('refuses to be built as %o', (settings) => expect(() => createBridge(settings)).toThrow(RangeError));
});
