/** Instants of a path as people read them: 3:05:12, and milliseconds where there are any. */
export function clock(millis: number): string {
  const whole = Math.floor(millis / 1000);
  const rest = Math.round(millis - whole * 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  const text = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return rest === 0 ? text : `${text}.${String(rest).padStart(3, '0')}`;
}
