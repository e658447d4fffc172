/** A diagnostic as a compiler prints it: place and message, the source line, a caret. */
import { outermostPlace, type Diagnostic, type Place } from './c-language/source.ts';

export function renderDiagnostic(diagnostic: Diagnostic): string {
  const lines = [
    `${where(diagnostic.place)}: ${diagnostic.severity}: ${diagnostic.message}`,
    ...excerpt(diagnostic.place),
  ];
  const outer = outermostPlace(diagnostic.place);
  if (diagnostic.place.expansion && outer !== diagnostic.place) {
    lines.push(`${where(outer)}: note: in expansion of macro '${diagnostic.place.expansion.macro}'`, ...excerpt(outer));
  }
  for (const note of diagnostic.notes)
    lines.push(`${where(note.place)}: note: ${note.message}`, ...excerpt(note.place));
  return lines.join('\n');
}

function where(place: Place): string {
  return `${place.file.path}:${place.line}:${place.column}`;
}

function excerpt(place: Place): string[] {
  const text = place.file.text.split('\n', place.line)[place.line - 1];
  if (text === undefined || text.length > 400) return [];
  const before = text.slice(0, place.column - 1).replace(/[^\t]/g, ' ');
  return [
    `    ${text.replace(/\r$/, '')}`,
    `    ${before}^${'~'.repeat(Math.max(0, Math.min(place.length, text.length - place.column + 1) - 1))}`,
  ];
}
