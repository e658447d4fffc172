/** CPUs: what each runs and waits for, its TLB as a picture and a table with what is stale in it, stores that have not reached memory, counts of work. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ProcessorsView, ProcessorTlbEntry, ProcessorView } from '../../../simulator/inspect/view-models.ts';
import type { CellLook } from '../page/cell-grid.ts';
import '../page/cell-grid.ts';
import { renderLegend } from '../page/legend.ts';
import { ViewElement } from '../page/view-element.ts';
import { bytes } from '../page/words.ts';

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
      ${cpus.map((cpu) =>
        this.section(
          `cpu ${cpu.cpu}`,
          html`<strong>CPU ${cpu.cpu}</strong>
            <span class=${this.changes.mark(`${cpu.cpu} task`, cpu.task ?? '')}>${cpu.task ?? 'idle'}</span>`,
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
        ${cpu.task === null ? 'Idle' : cpu.state}; address space ${cpu.addressSpace}, root ${this.memoryLink(cpu.root)},
        ASID ${cpu.asid};
        ${cpu.interruptsDisabled ? 'interrupts off' : 'interrupts on'}${cpu.preemptCount > 0 ? `, preemption off (${cpu.preemptCount})` : ''}${
          cpu.servicing.length > 0 ? `; in interrupt ${cpu.servicing.join(', ')}` : ''
        };
        ${cpu.dirtyLines} dirty cache lines.
        ${cpu.spinningOn === null ? nothing : html`<span class="stale">It spins for the lock at <code>${cpu.spinningOn}</code>.</span>`}
        ${cpu.queue.length > 0 ? `Waiting for their turn: ${cpu.queue.join(', ')}.` : nothing}
      </p>
      <div class="columns">
        <section>
          <span
            >TLB: ${tlb.entries.length} of ${kinds.length}
            entries${stale > 0 ? html`, <span class="stale">${stale} stale</span>` : nothing}</span
          >
          <cell-grid
            .kinds=${kinds}
            .looks=${looks}
            .columns=${Math.min(tlb.sets, 8) * tlb.ways}
            .scale=${12}
            .label=${`TLB of CPU ${cpu.cpu}, a set is ${tlb.ways} cells`}
            .describe=${(cell: number) => describe(at(cell), cell, tlb.ways)}
          ></cell-grid>
          ${renderLegend(looks)}
        </section>
        ${this.section(`tlb ${cpu.cpu}`, 'Entries', () => this.renderTlb(cpu))}
      </div>
    `;
  }

  private renderTlb({ cpu, tlb }: ProcessorView): TemplateResult {
    return html`<table aria-label="TLB of CPU ${cpu}">
      <thead>
        <tr>
          <th>Set/way</th>
          <th>Virtual</th>
          <th>Physical</th>
          <th>Page</th>
          <th>Of</th>
          <th>Flags</th>
          <th>Age</th>
        </tr>
      </thead>
      <tbody>
        ${tlb.entries.map(
          (each) =>
            html`<tr>
              <td class="number">${each.set}/${each.way}</td>
              <td class="mono" data-address="virtual:${each.virtual}">${each.virtual}</td>
              <td>${this.memoryLink(each.physical)}</td>
              <td class="number">${bytes(each.pageBytes)}</td>
              <td>${each.space}${each.stale ? html` <span class="stale">stale</span>` : nothing}</td>
              <td class="hint">${each.flags.join(', ')}</td>
              <td class="number">${each.age}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private renderStores(stores: ProcessorsView['stores']): TemplateResult {
    if (!stores) return html`<p class="hint">On this machine stores become visible in the order of the program.</p>`;
    if (stores.entries.length === 0)
      return html`<p class="hint">The store buffer is empty: devices see everything that was stored.</p>`;
    return html`<p>
        ${stores.entries.length} of ${stores.capacity} places; devices may see them in any order, until a barrier:
      </p>
      <table aria-label="Store buffer">
        <tbody>
          ${stores.entries.map(
            (each) =>
              html`<tr>
                <td>${this.memoryLink(each.physical)}</td>
                <td class="mono bytes">${each.bytes}</td>
                <td>${each.owner}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }
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
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
customElements.define('dma-view', ProcessorsPage);
