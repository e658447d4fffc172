/** CPUs: what each runs and waits for, its TLB as a picture and a table with what is stale in it, stores that have not reached memory, counts of work. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ProcessorsView, ProcessorTlbEntry, ProcessorView } from '../../../simulator/inspect/view-models.ts';
import type { CellLook } from '../page/cell-grid.ts';
import '../page/cell-grid.ts';
import { renderLegend } from '../page/legend.ts';
import { ViewElement } from '../page/view-element.ts';
import { contexts } from './contexts.ts';
import { bytes, counted } from '../page/words.ts';

const looks: readonly CellLook[] = [
  {
    word: 'empty',
    color: 'color-mix(in srgb, var(--vscode-foreground) 10%, var(--vscode-editor-background))',
    pattern: 'plain',
  },
  { word: 'the kernel’s', color: 'var(--vscode-charts-blue)', pattern: 'plain' },
  { word: 'a process’s', color: 'var(--vscode-charts-green)', pattern: 'dots' },
  { word: 'stale: the tables say otherwise', color: 'var(--vscode-charts-red)', pattern: 'stripes' },
];

class ProcessorsPage extends ViewElement<ProcessorsView> {
  static override styles = [
    ViewElement.styles,
    css`
      .bytes {
        letter-spacing: 0.05em;
      }
    `,
  ];

  protected load(): Promise<ProcessorsView> {
    return this.connection.request('dma/processors', {});
  }

  protected renderData({ cpus, stores, counters }: ProcessorsView): TemplateResult {
    return html`
      ${renderLegend(looks)}
      ${cpus.map((cpu) =>
        this.section(
          `cpu ${cpu.cpu}`,
          html`<strong>CPU ${cpu.cpu}</strong>
            <span class=${this.changes.mark(`${cpu.cpu} task`, runs(cpu))}>${runs(cpu)}</span>`,
          () => this.renderCpu(cpu),
          { open: true },
        ),
      )}
      ${this.section('stores', 'Stores on their way to memory', () => this.renderStores(stores), { open: stores !== null })}
      ${this.section(
        'counters',
        'Counts of work',
        () =>
          html`<table aria-label="Counts of work">
            <tbody>
              ${counters.map(
                ({ name, value }) =>
                  html`<tr>
                    <td>${inWords(name)}</td>
                    <td class="number ${this.changes.mark(`count ${name}`, value)}">${value.toLocaleString('en')}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`,
      )}
    `;
  }

  private renderCpu(cpu: ProcessorView): TemplateResult {
    const { tlb } = cpu;
    const kinds = new Uint8Array(tlb.sets * tlb.ways);
    for (const each of tlb.entries) kinds[each.set * tlb.ways + each.way] = kindOf(each);
    const at = (cell: number): ProcessorTlbEntry | undefined =>
      tlb.entries.find(({ set, way }) => set * tlb.ways + way === cell);
    const stale = tlb.entries.filter((each) => each.stale).length;
    return html`
      <p>
        ${cpu.task === null ? nothing : `${cpu.state}; `}address space ${cpu.addressSpace}, root
        ${this.memoryLink(cpu.root)}, <span class="told" title="Which translations of the TLB are its own">ASID</span>
        ${cpu.asid};
        ${cpu.interruptsDisabled ? 'interrupts off' : 'interrupts on'}${contexts(cpu.preemptCount).map((each) => `, ${each}`)}${
          cpu.servicing.length > 0 ? `; handles interrupt ${cpu.servicing.join(', ')}` : ''
        };
        <span class=${this.changes.mark(`cpu ${cpu.cpu} dirty`, cpu.dirtyLines)}
          >${counted(cpu.dirtyLines, 'dirty cache line')}</span
        >.
        ${cpu.spinningOn === null ? nothing : html`<span class="stale">It spins for the lock at <code>${cpu.spinningOn}</code>.</span>`}
        ${cpu.queue.length > 0 ? `Waiting for their turn: ${cpu.queue.join(', ')}.` : nothing}
      </p>
      <div class="columns">
        <section>
          <p>
            TLB: ${tlb.entries.length} of ${kinds.length}
            entries${stale > 0 ? html`, <span class="stale">${stale} stale</span>` : nothing}
          </p>
          <cell-grid
            .kinds=${kinds}
            .looks=${looks}
            .columns=${Math.min(tlb.sets, 8) * tlb.ways}
            .scale=${12}
            .label=${`TLB of CPU ${cpu.cpu}, a set is ${tlb.ways} cells`}
            .describe=${(cell: number) => describe(at(cell), cell, tlb.ways)}
            .address=${(cell: number) => (at(cell) ? `virtual:${at(cell)!.virtual}` : null)}
            @choose=${(event: CustomEvent<number>) => this.walk(at(event.detail))}
          ></cell-grid>
        </section>
        ${this.section(`tlb ${cpu.cpu}`, 'Entries', () => this.renderTlb(cpu), { open: stale > 0 })}
      </div>
    `;
  }

  private walk(entry: ProcessorTlbEntry | undefined): void {
    if (entry) this.connection.send({ kind: 'showElsewhere', view: 'pageTables', expression: entry.virtual });
  }

  private renderTlb({ cpu, tlb }: ProcessorView): TemplateResult {
    if (tlb.entries.length === 0) return html`<p class="hint">It holds nothing.</p>`;
    return html`<table class="stacked" aria-label="TLB of CPU ${cpu}">
      <thead>
        <tr>
          <th>Set/way</th>
          <th>Virtual</th>
          <th>Physical</th>
          <th class="number">Page</th>
          <th>Of</th>
          <th>Flags</th>
          <th class="number" title="0 is the one used last of its set">Age</th>
        </tr>
      </thead>
      <tbody>
        ${tlb.entries.map(
          (each) =>
            html`<tr>
              <td
                class="mono ${this.changes.mark(`tlb ${cpu} ${each.set} ${each.way}`, `${each.virtual} ${each.physical} ${each.asid}`)}"
              >
                ${each.set}/${each.way}
              </td>
              <td class="mono" data-address="virtual:${each.virtual}">
                <button class="mono" title="Show its page walk" @click=${() => this.walk(each)}>${each.virtual}</button>
              </td>
              <td data-label="→">${this.memoryLink(each.physical)}</td>
              <td class="number">${bytes(each.pageBytes)}</td>
              <td>${each.space}${each.stale ? html` <span class="stale">stale</span>` : nothing}</td>
              <td class="hint">${each.flags.join(', ')}</td>
              <td class="number" data-label="age">${each.age}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private renderStores(stores: ProcessorsView['stores']): TemplateResult {
    if (!stores)
      return html`<p class="hint">
        On this machine (x86_64) stores become visible in the order of the program: there is no buffer to look into. A
        machine file with <code>"arch": "arm64"</code> has one.
      </p>`;
    if (stores.entries.length === 0)
      return html`<p class="hint">The store buffer is empty: devices see everything that was stored.</p>`;
    return html`<p>
        ${stores.entries.length} of ${stores.capacity} places; devices may see them in any order, until a barrier:
      </p>
      <table aria-label="Store buffer">
        <thead>
          <tr>
            <th>Memory</th>
            <th>Bytes stored</th>
            <th>Whose</th>
          </tr>
        </thead>
        <tbody>
          ${stores.entries.map(
            (each) =>
              html`<tr>
                <td>${this.memoryLink(each.physical)}</td>
                <td class="mono bytes ${this.changes.mark(`store ${each.physical}`, each.bytes)}">
                  ${each.bytes.replace(/..(?=.)/g, '$& ')}
                </td>
                <td>${each.owner}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }
}

/** What a CPU does, in words: also where no task is to be named. */
function runs({ task, preemptCount, servicing }: ProcessorView): string {
  const inside = contexts(preemptCount).filter((each) => each.startsWith('in '));
  if (servicing.length > 0 && inside.length === 0) inside.push('in an interrupt');
  return [task ?? (inside.length > 0 ? 'the idle task' : 'idle'), ...inside].join(', ');
}

function kindOf({ stale, space }: ProcessorTlbEntry): number {
  return stale ? 3 : space === 'kernel' ? 1 : 2;
}

function describe(entry: ProcessorTlbEntry | undefined, cell: number, ways: number): string {
  const place = `set ${Math.floor(cell / ways)}, way ${cell % ways}`;
  if (!entry) return `${place}: empty`;
  const { virtual, physical, pageBytes, space, flags, stale } = entry;
  return `${place}: ${virtual} → ${physical}, ${bytes(pageBytes)} of ${space} (${flags.join(', ')})${stale ? ', stale' : ''}`;
}

/** `tlbMisses` as `tlb misses`. */
function inWords(name: string): string {
  return name
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(
      /\b(tlb|iotlb|dma|cpu|ipi|l1|iommu|mmio|swiotlb)(s?)\b/g,
      (_, word: string, many: string) => word.toUpperCase() + many,
    );
}
customElements.define('dma-view', ProcessorsPage);
