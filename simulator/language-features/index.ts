/** What an editor asks about C text: meaning, places, names, and what goes in between. Pure functions of an analysis. */
export { aroundCursor } from './around-cursor.ts';
export { analyse, type Analysis, type Position } from './analysis.ts';
export { completionsAt, signatureAt, type Proposal, type Signature } from './completion.ts';
export { hoverAt, type Hover } from './hover.ts';
export { inlayHints, type InlayHint } from './inlay-hints.ts';
export { definitionAt, outlineOf, referencesAt, type OutlineItem } from './navigation.ts';
