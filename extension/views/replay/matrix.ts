/** A replay's matrix as a table: what the catalogue says of each explanation, and what its runs give once somebody has asked for them. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ReplayMatrix } from '../../../debug-adapter/custom-requests.ts';

type Row = ReplayMatrix['rows'][number];
type Fact = ReplayMatrix['facts'][number];

export interface MatrixActions {
  readonly run: (rows: readonly string[]) => void;
  readonly giveUp: () => void;
  /** Debugs a cell, such as `H3/F1`. */
  readonly debug: (cell: string) => void;
  /** Row that runs now, and how many are still to come; null: none. */
  readonly running: { readonly row: string; readonly left: number } | null;
}

export const matrixStyles = css`
  h3 {
    font-size: 1em;
    margin: 10px 0 4px;
  }
  #matrix th[scope='row'] {
    position: static;
    font-weight: normal;
    white-space: normal;
    min-width: 14em;
  }
  #matrix td {
    white-space: normal;
  }
  #questions {
    list-style: decimal;
    padding-left: 2em;
  }
  #questions li {
    border: none;
  }
  #matrix td.fact {
    text-align: center;
    white-space: nowrap;
  }
  #matrix tr.all {
    background: var(--vscode-list-inactiveSelectionBackground);
  }
  #matrix .documented {
    color: var(--vscode-descriptionForeground);
    font-style: italic;
  }
  #matrix .yes {
    color: var(--vscode-charts-green);
    font-weight: 600;
  }
`;

export function renderMatrix(matrix: ReplayMatrix, actions: MatrixActions): TemplateResult {
  const { facts, evidence, rows, conclusion, questions } = matrix;
  const { running } = actions;
  return html`
    <h3>Which explanation reproduces what was seen</h3>
    ${facts.map(({ name, title }) => html`<p class="words"><strong>${name}</strong> ${title}</p>`)}
    <p class="words">${conclusion}</p>
    <div class="toolbar" role="toolbar" aria-label="Matrix">
      ${
        running
          ? html`<button id="give-up" @click=${actions.giveUp}>Stop</button>`
          : html`<button id="run-all" @click=${() => actions.run(rows.map(({ name }) => name))}>
              ▶ Run all ${rows.length * facts.length} cells
            </button>`
      }
      <span id="matrix-progress" role="status"
        >${running ? `${running.row} is running, ${running.left} to come` : toldOf(matrix)}</span
      >
    </div>
    <table id="matrix" aria-label="Explanations and the facts they reproduce">
      <thead>
        <tr>
          <td></td>
          <th scope="col">If…</th>
          ${facts.map(({ name, title }) => html`<th scope="col" title=${title}>${name}</th>`)}
          <th scope="col">all</th>
          ${evidence.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => renderRow(row, facts, evidence, actions))}
      </tbody>
    </table>
    <h3>What would have settled it</h3>
    <ol id="questions">
      ${questions.map((each) => html`<li>${each}</li>`)}
    </ol>
  `;
}

/** Never which of them is the truth: the facts do not say. */
function toldOf({ rows, facts }: ReplayMatrix): string {
  const ran = rows.filter(({ outcome }) => outcome !== null);
  if (ran.length === 0) return 'In italics: as the catalogue has it. Nothing was run yet.';
  const all = ran.filter(({ outcome }) => facts.every(({ name }) => outcome!.reproduced[name]));
  return `${ran.length} of ${rows.length} were run: ${all.map(({ name }) => name).join(', ') || 'none'} gave all ${facts.length}.`;
}

function renderRow(row: Row, facts: readonly Fact[], evidence: readonly string[], actions: MatrixActions) {
  const { name, title, note, documented, outcome } = row;
  const answers = outcome?.reproduced ?? documented;
  const all = facts.every((fact) => answers[fact.name]);
  const run = html`<button aria-label="Run ${name}" title="Run ${name}" @click=${() => actions.run([name])}>▶</button>`;
  return html`<tr data-row=${name} class=${all ? 'all' : ''}>
    <td>${actions.running ? nothing : run}</td>
    <th scope="row" title=${note}>
      <strong>${name}</strong> ${title} ${outcome ? html`<div class="hint">${note}</div>` : nothing}
    </th>
    ${facts.map((fact) => renderFact(row, fact, actions))}
    <td class="fact">${answer(all, outcome !== null)}</td>
    ${evidence.map((_, i) => html`<td class="mono">${outcome?.evidence[i] ?? ''}</td>`)}
  </tr>`;
}

/** Each answer is a button that debugs its run. */
function renderFact({ name, title, documented, outcome }: Row, fact: Fact, { debug }: MatrixActions): TemplateResult {
  const yes = outcome?.reproduced[fact.name] ?? documented[fact.name]!;
  const differs = yes !== documented[fact.name];
  const said = `${fact.name}: ${yes ? 'reproduced' : 'not reproduced'}${outcome ? '' : ', as documented'}${differs ? ', not as documented' : ''}`;
  return html`<td class="fact">
    <button
      aria-label="${said}. Debug ${name} with ${fact.name}"
      title="Debug this run: ${title}; ${fact.title}"
      @click=${() => debug(`${name}/${fact.name}`)}
    >
      ${answer(yes, outcome !== null)}
    </button>
    ${differs ? html`<strong class="differs">differs</strong>` : nothing}
  </td>`;
}

function answer(yes: boolean, ran: boolean): TemplateResult {
  return html`<span class=${[ran ? '' : 'documented', yes ? 'yes' : ''].join(' ')}>${yes ? 'yes' : 'no'}</span>`;
}
