/**
 * Scatterlists behind an IOMMU (Linux 6.1, drivers/iommu/dma-iommu.c: iommu_dma_map_sg, __finalise_sg): one run of addresses for the whole list, and
 * entries joined where they meet on page boundaries and the device's segment limits allow.
 */
import { errno } from '../../kernel-context.ts';
import type { KernelContext } from '../../kernel-context.ts';
import { frameBytes } from '../../page-allocator.ts';
import { dmaParameter } from '../device-fields.ts';
import type { DmaDevice } from '../device-fields.ts';
import { mappingError } from '../operation-constants.ts';
import type { DmaDirection } from '../operation-constants.ts';
import { setSgDma } from '../scatterlist.ts';
import type { SgEntry } from '../scatterlist.ts';
import type { IommuDomain } from './domain.ts';
import { freeIova } from './iova.ts';
import { mapPieces, rightsFor, takeIova } from './mappings.ts';
import type { Piece } from './mappings.ts';
import { maskOf, noteMapping, unmapRange } from './streaming.ts';

/** An entry with its place in the run: bytes before it are `at`, with padding up to a segment boundary. */
interface Placed {
  readonly entry: SgEntry;
  readonly offset: number;
  /** Bytes of address space it takes, padding after it included. */
  span: number;
}

const largestLength = 2 ** 32;

/** How many entries the device is to be given, or a negative error number: then every DMA field is `DMA_MAPPING_ERROR` and 0. */
export function mapList(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  entries: readonly SgEntry[],
  direction: DmaDirection,
): number {
  const boundary = dmaParameter(context.world, device, 'segment_boundary_mask') || 0xffff_ffff_ffff_ffffn;
  const { placed, bytes } = placeEntries(entries, boundary);
  const pieces = piecesOf(placed);
  const pages = bytes / frameBytes;
  const longest = Number(dmaParameter(context.world, device, 'max_segment_size') || 65536n);
  if (pages === 0) return finalise(context, placed, 0, boundary, longest);
  const page = pieces ? takeIova(context, domain, pages, maskOf(context, device), device.busLimit) : 0;
  if (!pieces || page === 0) return refuse(context, entries, pieces ? -errno.ENOMEM : -errno.EINVAL);
  const mapped = pieces.reduce((sum, piece) => sum + piece.pages, 0);
  // Where padding overflowed an entry's length less is mapped than was taken. The kernel forgets what it mapped then: the entries stay.
  if (!mapPieces(context, domain, page, pieces, rightsFor(direction)) || mapped < pages) {
    freeIova(domain.iova, context.cpu, page, pages);
    return refuse(context, entries, -errno.EINVAL);
  }
  noteMapping(
    context,
    domain,
    device,
    page,
    pages,
    pieces.length === 1 ? pieces[0]!.frame * frameBytes : null,
    direction,
  );
  return finalise(context, placed, page * frameBytes, boundary, longest);
}

/** The run from the first entry's address to the end of the last that has a length. */
export function unmapList(
  context: KernelContext,
  domain: IommuDomain,
  device: DmaDevice,
  entries: readonly SgEntry[],
): void {
  const end = entries.findIndex(({ dmaLength }, index) => index > 0 && dmaLength === 0);
  const given = end < 0 ? entries : entries.slice(0, end);
  const [first, last] = [given[0], given.at(-1)];
  if (!first || !last) return;
  const size = Number(last.dmaAddress - first.dmaAddress) + last.dmaLength;
  unmapRange(context, domain, device, first.dmaAddress, size);
}

/**
 * Pages before an entry that would cross a segment boundary are left to the entry before it. As in the kernel an entry without a length crosses any (its
 * last byte is before its first), and an entry's span has 32 bits.
 */
function placeEntries(entries: readonly SgEntry[], boundary: bigint): { placed: Placed[]; bytes: number } {
  const placed: Placed[] = [];
  let at = 0;
  for (const entry of entries) {
    const offset = (entry.physical ?? 0) % frameBytes;
    const span = Math.ceil((entry.length + offset) / frameBytes) * frameBytes;
    const padding = (boundary - BigInt(at) + 1n) & boundary;
    const previous = placed.at(-1);
    if (previous && padding !== 0n && padding < BigInt.asUintN(64, BigInt(span) - 1n)) {
      previous.span = (previous.span + Number(padding)) % largestLength;
      at += Number(padding);
    }
    placed.push({ entry, offset, span });
    at += span;
  }
  return { placed, bytes: at };
}

/** Entries whose frames follow each other are one piece. null: an entry is no memory. */
function piecesOf(placed: readonly Placed[]): Piece[] | null {
  const pieces: { frame: number; pages: number }[] = [];
  for (const { entry, offset, span } of placed) {
    if (entry.physical === null) return null;
    if (span === 0) continue;
    const frame = (entry.physical - offset) / frameBytes;
    const last = pieces.at(-1);
    if (last && last.frame + last.pages === frame) last.pages += span / frameBytes;
    else pieces.push({ frame, pages: span / frameBytes });
  }
  return pieces;
}

/** `__finalise_sg` */
function finalise(
  { world }: KernelContext,
  placed: readonly Placed[],
  start: number,
  boundary: bigint,
  longest: number,
): number {
  const segments: { address: number; length: number }[] = [];
  let address = start;
  let open = 0; // bytes of the last segment, while another entry may join it
  for (const { entry, offset, span } of placed) {
    const { length } = entry;
    const joins =
      open > 0 &&
      offset === 0 &&
      (BigInt(address) & boundary) !== 0n &&
      (longest - open + largestLength) % largestLength >= length;
    if (joins) {
      open += length;
      segments.at(-1)!.length = open;
    } else {
      open = length;
      segments.push({ address: address + offset, length });
    }
    address += span;
    if (length + offset < span) open = 0;
  }
  placed.forEach(({ entry }, index) => {
    const segment = segments[index];
    setSgDma(world, entry, segment ? BigInt(segment.address) : mappingError, segment?.length ?? 0);
  });
  return segments.length;
}

function refuse({ world }: KernelContext, entries: readonly SgEntry[], error: number): number {
  for (const entry of entries) setSgDma(world, entry, mappingError, 0);
  return error;
}
