/** How the registers of a configuration space are laid down: their values, and which bits software can change. */

export interface Layout {
  readonly config: Uint8Array;
  readonly writable: Uint8Array;
}

/** Little-endian. */
export function put({ config, writable }: Layout, offset: number, size: number, value: number, mask = 0): void {
  for (let index = 0; index < size; index++) {
    config[offset + index] = value >>> (8 * index);
    writable[offset + index] = mask >>> (8 * index);
  }
}
