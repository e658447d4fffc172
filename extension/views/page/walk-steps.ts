/** A walk down translation tables: one box a level, the last what it leads to. */
import { css, html, nothing, type TemplateResult } from 'lit';

export interface WalkStep {
  readonly title: unknown;
  /** Where the entry stands, and what it says. */
  readonly where: unknown;
  /** Physical address of the entry, where it is known: what its menu is about. */
  readonly entryAddress?: string;
  readonly entry: string;
  /** The class of what has changed since the last stop. */
  readonly changed?: string;
  readonly flags: readonly string[];
  /** For an entry that lets nobody through. */
  readonly empty: string;
  readonly absent?: boolean;
}

export const walkStyles = css`
  ol.walk {
    list-style: none;
    padding: 0;
    margin: 0 0 8px;
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    align-items: stretch;
  }
  ol.walk li {
    border: 1px solid var(--line);
    border-radius: 4px;
    padding: 4px 10px;
  }
  ol.walk li.absent {
    border-style: dashed;
    border-color: var(--vscode-errorForeground);
  }
  ol.walk li.page {
    border-color: var(--vscode-charts-green);
    border-width: 2px;
  }
  form label {
    max-width: 100%;
  }
  form input {
    width: 28em;
    max-width: 100%;
    box-sizing: border-box;
  }
`;

/** `result` null: the walk ends in `failure`. */
export function renderWalkSteps(
  label: string,
  steps: readonly WalkStep[],
  result: TemplateResult | null,
  failure: string | null,
): TemplateResult {
  return html`<ol class="walk" aria-label=${label}>
    ${steps.map(
      ({ title, where, entry, changed, flags, empty, absent, entryAddress }) =>
        html`<li
          class=${absent ? 'absent' : ''}
          data-address=${entryAddress === undefined ? nothing : `phys:${entryAddress}`}
        >
          <strong>${title}</strong> <span class="hint">at <code>${where}</code></span
          ><br /><code class=${changed ?? ''}>${entry}</code><br />
          <span class="hint">${flags.join(', ') || empty}</span>
        </li>`,
    )}
    ${result ? html`<li class="page">${result}</li>` : html`<li class="absent">${failure}</li>`}
  </ol>`;
}
