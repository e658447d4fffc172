/** The upper half of a 32 x 32 bit unsigned product, from four 16-bit products. */
export function multiplyHigh(x: number, y: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const yLow = y & 0xffff;
  const yHigh = y >>> 16;
  const cross = xHigh * yLow + (Math.imul(xLow, yLow) >>> 16);
  const middle = xLow * yHigh + (cross & 0xffff);
  return (xHigh * yHigh + (cross >>> 16) + (middle >>> 16)) | 0;
}
