import { RandomStream } from './random-stream.ts';

/**
 * Name of the random stream for one purpose on one path. The seed is preceded by its length and the path is digits
 * only, so no two different triples share a name, whatever characters seed and purpose contain.
 *
 * @throws RangeError when `path` is not a whole number of 0 or more, or `seed` or `purpose` is empty.
 */
export function streamName(seed: string, path: number, purpose: string): string {
  if (seed === '') throw new RangeError('streamName: the seed is empty; any text will do, but there must be one');
  if (purpose === '') throw new RangeError('streamName: the purpose is empty; name what the draws are for');
  if (!Number.isSafeInteger(path) || path < 0) {
    throw new RangeError(`streamName: path must be a whole number of 0 or more, got ${path}`);
  }
  return `${seed.length}:${seed}/${path}/${purpose}`;
}

/**
 * The stream of draws for one purpose on one path. Every purpose has a generator of its own, so a new purpose (one
 * more keeper, say) moves no draw of any other.
 *
 * @throws RangeError as `streamName` does.
 */
export function openStream(seed: string, path: number, purpose: string): RandomStream {
  return new RandomStream(streamName(seed, path, purpose));
}
