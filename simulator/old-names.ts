/** Names that drivers written for an older kernel use and Linux 6.1 no longer has: since when, and what stands in their place. */
import type { Diagnostic, Place } from './c-language/source.ts';
import { outermostPlace } from './c-language/source.ts';
import type { Token } from './c-language/token.ts';

/** The first kernel without them, the names, and what replaces them; `*` is the name without its `pci_` or `pci_dma_`. */
const rows: readonly (readonly [since: string, names: string, instead: string])[] = [
  ['6.1', 'prandom_u32', 'get_random_u32()'],
  ['5.18', 'pci_alloc_consistent pci_zalloc_consistent', 'dma_alloc_coherent()'],
  ['5.18', 'pci_free_consistent', 'dma_free_coherent()'],
  ['5.18', 'pci_map_single pci_unmap_single pci_map_page pci_unmap_page pci_map_sg pci_unmap_sg', 'dma_*()'],
  ['5.18', 'pci_dma_sync_single_for_cpu pci_dma_sync_single_for_device pci_dma_mapping_error', 'dma_*()'],
  ['5.18', 'pci_dma_sync_sg_for_cpu pci_dma_sync_sg_for_device', 'dma_*()'],
  ['5.18', 'pci_set_dma_mask', 'dma_set_mask()'],
  ['5.18', 'pci_set_consistent_dma_mask', 'dma_set_coherent_mask()'],
  ['5.18', 'PCI_DMA_BIDIRECTIONAL', 'DMA_BIDIRECTIONAL'],
  ['5.18', 'PCI_DMA_TODEVICE', 'DMA_TO_DEVICE'],
  ['5.18', 'PCI_DMA_FROMDEVICE', 'DMA_FROM_DEVICE'],
  ['5.18', 'PCI_DMA_NONE', 'DMA_NONE'],
  ['5.17', 'PDE_DATA', 'pde_data()'],
  ['5.6', 'ioremap_nocache', 'ioremap()'],
  ['5.6', 'getnstimeofday', 'ktime_get_real_ts64()'],
  ['5.0', 'do_gettimeofday', 'ktime_get_real_ts64()'],
  ['5.0', 'dma_zalloc_coherent', 'dma_alloc_coherent(), which clears memory,'],
  ['5.0', 'VERIFY_READ VERIFY_WRITE', 'access_ok() with two arguments'],
  ['4.20', 'vm_insert_pfn', 'vmf_insert_pfn()'],
  ['4.15', 'init_timer setup_timer', 'timer_setup()'],
  ['4.15', 'ACCESS_ONCE', 'READ_ONCE() or WRITE_ONCE()'],
  ['4.12', 'pci_enable_msix', 'pci_alloc_irq_vectors()'],
  ['4.8', 'DEFINE_PCI_DEVICE_TABLE', 'const struct pci_device_id'],
  ['4.6', 'page_cache_release', 'put_page()'],
  ['4.1', 'IRQF_DISABLED', 'nothing (interrupts are off in every handler)'],
  ['3.15', 'interruptible_sleep_on', 'wait_event_interruptible()'],
  ['3.13', 'INIT_COMPLETION', 'reinit_completion()'],
  ['3.10', 'create_proc_entry create_proc_read_entry', 'proc_create()'],
  ['3.7', 'VM_RESERVED', 'VM_DONTEXPAND | VM_DONTDUMP'],
];

const gone: ReadonlyMap<string, string> = new Map(
  rows.flatMap(([since, names, instead]) =>
    names.split(' ').map((name) => {
      const replacement = instead.replace('*', name.replace(/^pci_(dma_)?/, ''));
      return [name, `gone since Linux ${since}; ${replacement} stands in its place`] as const;
    }),
  ),
);

/** What became of a name that Linux had once; null of any other. */
export function aboutOldName(name: string): string | null {
  return gone.get(name) ?? null;
}

/** A note for the first use of each such name in the user's own text that a header of ours still answers to; `before`: of the tokens up to `from`. */
export function notesOnOldNames(
  tokens: readonly Token[],
  from = 0,
  before: ReadonlyMap<string, Diagnostic> = new Map(),
): ReadonlyMap<string, Diagnostic> {
  const notes = new Map(before);
  for (let at = from; at < tokens.length; at++)
    for (let { expansion } = tokens[at]!.place; expansion; expansion = expansion.place.expansion)
      if (expansion.definition?.file.builtIn) addNote(notes, expansion.macro, expansion.place);
  return notes;
}

function addNote(notes: Map<string, Diagnostic>, name: string, place: Place): void {
  const about = gone.get(name);
  if (about === undefined || notes.has(name) || outermostPlace(place).file.builtIn) return;
  notes.set(name, { severity: 'note', code: 'old-name', message: `'${name}' is ${about}`, place, notes: [] });
}
