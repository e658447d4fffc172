/** What an editor asks about C text: meaning, places, names, and what goes in between. Pure functions of an analysis. */
export { aroundLines, type Lines } from './around-cursor.ts';
export { analyse, within, type Analysis, type Position } from './analysis.ts';
export { completionsAt, type CompletionDoors, type Proposal, type Proposals } from './completion.ts';
export { signatureAt } from './signature.ts';
export { hoverAt, type Hover } from './hover.ts';
export { inlayHints, type InlayHint } from './inlay-hints.ts';
export { definitionAt, outlineOf, referencesAt, type OutlineItem } from './navigation.ts';
export { meaningAt, placesInDoubt, placesThatMean, type Meaning } from './meaning.ts';
