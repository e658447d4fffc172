/** Mistakes in headers of the user's own, told where the file that is open includes them: in the header itself nobody would look. */
import { DiagnosticSeverity, type Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CheckOptions, Diagnostic } from '../../simulator/index.ts';
import { locationOf } from './as-lsp.ts';

const include = /^([ \t]*#[ \t]*include[ \t]*[<"])([^>"\n]+)[>"]/gm;

/** One for each header that the document names, with the first mistake in it. */
export function mistakesInHeaders(
  diagnostics: readonly Diagnostic[],
  document: TextDocument,
  path: string,
  findInclude: CheckOptions['findInclude'],
): LspDiagnostic[] {
  const first = new Map<string, Diagnostic>();
  for (const each of diagnostics) {
    const { file } = each.place;
    if (each.severity === 'error' && !file.builtIn && file.path !== path && !first.has(file.path))
      first.set(file.path, each);
  }
  if (first.size === 0) return [];
  return [...document.getText().matchAll(include)].flatMap(({ 0: whole, 1: before, 2: name, index }) => {
    const found = first.get(findInclude(name!, path)?.path ?? '');
    if (!found) return [];
    const from = index + before!.length;
    return {
      severity: DiagnosticSeverity.Error,
      range: { start: document.positionAt(from), end: document.positionAt(index + whole.length - 1) },
      message: `in this header, line ${found.place.line}: ${found.message}`,
      code: found.code,
      source: 'dma',
      relatedInformation: [{ message: found.message, location: locationOf(found.place) }],
    };
  });
}
