/** The long explanation of each rule: `explanations.md`, taken apart at its headings. */
import { embeddedSources } from '../embedded.generated.ts';
import type { Rule } from './walk.ts';

let pages: ReadonlyMap<string, string> | null = null;

export function explanationOf({ id, title, severity }: Rule): string {
  pages ??= readPages(embeddedSources['static-checks/explanations.md'] ?? '');
  const page = pages.get(id) ?? '';
  const silence = `A finding that is meant is silenced by \`/* dma-debugger: ignore ${id} why */\` on its line or the one above.`;
  return `# ${title[0]!.toUpperCase()}${title.slice(1)}\n\n\`${id}\`, ${severity}\n\n${page}\n\n${silence}\n`;
}

function readPages(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of text.split(/^## /m).slice(1)) {
    const end = part.indexOf('\n');
    found.set(part.slice(0, end).trim(), part.slice(end + 1).trim());
  }
  return found;
}
