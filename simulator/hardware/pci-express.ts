/**
 * A PCI Express endpoint's capability and its extended configuration space: Advanced Error Reporting and the serial number. Layout after PCI Express Base 4.0,
 * 7.5.3, 7.8.4 and 7.9.3. No error is ever reported; what software enables is kept.
 */
import type { PciIdentity } from '../devices/device.ts';
import { put, type Layout } from './pci-layout.ts';

/** Where the capability stands, behind those that every function can have. */
export const expressOffset = 0x80;
const errorReporting = 0x100;
const serialNumber = 0x148;

export function layOutExpress(layout: Layout, express: NonNullable<PciIdentity['express']>): void {
  const { linkSpeed, linkWidth, maxPayload } = express;
  const at = expressOffset;
  const link = linkSpeed | (linkWidth << 4);
  put(layout, at, 2, 0x10); // the last of the list
  put(layout, at + 2, 2, 0x0002); // version 2, endpoint
  put(layout, at + 4, 4, 0x8000 | Math.log2(maxPayload / 128)); // role-based errors
  put(layout, at + 8, 2, 0x2810, 0x7fff); // requests of 512 bytes, relaxed ordering, no snoop
  put(layout, at + 0x0c, 4, link);
  put(layout, at + 0x10, 2, 0x0040, 0x01fb); // common clock
  put(layout, at + 0x12, 2, link | 0x1000);
  put(layout, at + 0x24, 4, 0x1f); // completion timeouts
  put(layout, at + 0x28, 2, 0, 0x047f);
  put(layout, at + 0x2c, 4, (2 ** linkSpeed - 1) << 1);
  put(layout, at + 0x30, 2, linkSpeed, 0x000f);
  layOutExtended(layout, express.serialNumber);
}

function layOutExtended(layout: Layout, serial: bigint | undefined): void {
  const next = serial === undefined ? 0 : serialNumber;
  put(layout, errorReporting, 4, 0x0001 | (2 << 16) | (next << 20));
  put(layout, errorReporting + 0x08, 4, 0, 0x0030_ffff & ~0x0f); // which uncorrectable errors are masked
  put(layout, errorReporting + 0x0c, 4, 0x0046_2030, 0x0047_f030); // … and are fatal
  put(layout, errorReporting + 0x14, 4, 0x0000_2000, 0x0000_f1c1);
  if (serial === undefined) return;
  put(layout, serialNumber, 4, 0x0003 | (1 << 16));
  put(layout, serialNumber + 4, 4, Number(serial & 0xffff_ffffn));
  put(layout, serialNumber + 8, 4, Number(serial >> 32n));
}
