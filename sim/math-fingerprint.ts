/**
 * A short name for the math library underneath: sixteen hexadecimal digits that change when any of `exp`, `log`,
 * `sqrt`, `log1p` or `expm1` gives another bit anywhere on a fixed list of arguments. It goes into the manifest, so
 * that results made on differing libraries are not compared silently. Equal fingerprints make equal libraries very
 * likely, not certain: the list has 512 arguments for each function.
 */
export function mathFingerprint(): string {
  const bits = new DataView(new ArrayBuffer(8));
  let low = 0x811c9dc5;
  let high = 0x01000193;
  const absorb = (value: number): void => {
    bits.setFloat64(0, value);
    for (let byte = 0; byte < 8; byte++) {
      // FNV-1a, twice from different starting points and with the bytes changed for the second.
      low = Math.imul(low ^ bits.getUint8(byte), 0x01000193);
      high = Math.imul(high ^ bits.getUint8(byte) ^ 0x5a, 0x01000193);
    }
  };
  let state = 12_345;
  for (let i = 0; i < 512; i++) {
    // Whole-number arithmetic below 2^53, hence the same arguments everywhere.
    state = (state * 1_103_515 + 12_345) % 2_147_483_648;
    const unit = (state + 0.5) / 2_147_483_648;
    absorb(Math.exp((unit - 0.5) * 60));
    absorb(Math.log(unit));
    absorb(Math.sqrt(unit));
    absorb(Math.log1p(-unit));
    absorb(Math.expm1((unit - 0.5) * 2));
  }
  return hex(high) + hex(low);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
