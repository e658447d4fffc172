/**
 * An AXI-to-PCIe bridge as an FPGA card has it between its DMA engine and the host: the engine's address lines may be fewer than 64, its
 * transfers may have to start aligned, and the bridge forwards one aperture, with its base replaced. After AMD/Xilinx PG055.
 *
 * Not modelled: more than one aperture, and the bridge's translation registers as MMIO.
 */
export interface Bridge {
  /** Address lines between engine and bridge: higher bits are not there. */
  readonly addressBits: number;
  /** The aperture (AXIBAR): power-of-two size, base aligned to it. */
  readonly windowBase: bigint;
  readonly windowSize: bigint;
  /** PCIe address of the aperture's base (AXIBAR2PCIEBAR); its bits below the size are ignored. */
  readonly translation: bigint;
  /** Bytes, a power of two: a transfer starts at its programmed address rounded down to this. */
  readonly alignment: bigint;
}
export interface BridgePassage {
  /** What the engine drives. */
  readonly driven: bigint;
  /** What leaves the bridge; null when it refuses. */
  readonly bridged: bigint | null;
  readonly refusal: 'outside-window' | null;
}

export const transparentBridge: Bridge = {
  addressBits: 64,
  windowBase: 0n,
  windowSize: 1n << 64n,
  translation: 0n,
  alignment: 1n,
};

/** Fills in a bridge that changes nothing. Throws `RangeError` for what such a bridge cannot be. */
export function createBridge(settings: Partial<Bridge> = {}): Bridge {
  const bridge = { ...transparentBridge, ...settings };
  const { addressBits, windowBase, windowSize, alignment } = bridge;
  if (!Number.isInteger(addressBits) || addressBits < 1 || addressBits > 64) {
    throw new RangeError(`a bridge has 1 to 64 address bits, not ${addressBits}`);
  }
  if (!isPowerOfTwo(windowSize) || windowBase % windowSize !== 0n) {
    throw new RangeError(
      `bridge window 0x${windowBase.toString(16)}+0x${windowSize.toString(16)}: size must be a power of two and divide the base`,
    );
  }
  if (!isPowerOfTwo(alignment))
    throw new RangeError(`bridge alignment 0x${alignment.toString(16)} is not a power of two`);
  return bridge;
}

/** The bridge that a device's `bridge.*` fields describe; one without such fields sits on the bus directly. Throws `RangeError` as `createBridge` does. */
export function bridgeOf(configuration: Readonly<Record<string, number | boolean | string>>): Bridge {
  const field = (name: string): number | null => {
    const value = configuration[`bridge.${name}`];
    return typeof value === 'number' ? value : null;
  };
  return createBridge({
    addressBits: addressLines(configuration),
    windowBase: BigInt(field('windowBase') ?? 0),
    windowSize: field('windowSize') ? BigInt(field('windowSize')!) : transparentBridge.windowSize,
    translation: BigInt(field('translation') ?? 0),
    alignment: BigInt(field('alignment') ?? 1),
  });
}

/** How many leave the device: of the bridge, or, without one, those that the device itself drives. */
export function addressLines(configuration: Readonly<Record<string, number | boolean | string>>): number {
  const { dmaMask, 'bridge.addressBits': ofBridge } = configuration;
  if (typeof ofBridge === 'number') return ofBridge;
  return typeof dmaMask === 'number' ? dmaMask : transparentBridge.addressBits;
}

/** The way of `length` bytes at `offset` in a transfer that was programmed to start at `programmed`. */
export function throughBridge(bridge: Bridge, programmed: bigint, offset = 0, length = 1): BridgePassage {
  const start = BigInt.asUintN(bridge.addressBits, programmed) & ~(bridge.alignment - 1n);
  const driven = BigInt.asUintN(bridge.addressBits, start + BigInt(offset));
  const inWindow = driven - bridge.windowBase;
  if (inWindow < 0n || inWindow + BigInt(length) > bridge.windowSize) {
    return { driven, bridged: null, refusal: 'outside-window' };
  }
  return { driven, bridged: (bridge.translation & ~(bridge.windowSize - 1n)) | inWindow, refusal: null };
}

function isPowerOfTwo(value: bigint): boolean {
  return value > 0n && (value & (value - 1n)) === 0n;
}
