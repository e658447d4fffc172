/** A diagnostic on one line. */
import type { Diagnostic } from '../../simulator/c-language/source.ts';

export function renderDiagnostic({ place, severity, message }: Diagnostic): string {
  return `${place.file.path}:${place.line}:${place.column}: ${severity}: ${message}`;
}
