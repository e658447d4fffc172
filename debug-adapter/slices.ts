/** Long work of a session is done in slices, between which it answers what was asked meanwhile. */

/** Wall time of one in ms: too short to be felt. */
export const sliceTime = 15;
