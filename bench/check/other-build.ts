/** Another commit of this repository, checked out and built beside it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OtherBuild {
  readonly commit: string;
  /** Its `dist`. */
  readonly folder: string;
  remove(): void;
}

/** What was asked for cannot be compared with; the message says why. */
export class NothingToCompareWith extends Error {}

function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** @returns the last tag `v…` before HEAD @throws NothingToCompareWith where no release is tagged */
export function lastRelease(root: string): string {
  try {
    return git(root, 'describe', '--tags', '--abbrev=0', '--match', 'v*');
  } catch {
    throw new NothingToCompareWith('no release is tagged in this repository: name a commit, --against HEAD~1');
  }
}

/**
 * @param root folder of this checkout; its packages are used for both builds, so that only our own code differs
 * @param name a commit, tag or branch
 * @throws NothingToCompareWith for a name that git does not know, or a commit that does not build
 */
export function buildOther(root: string, name: string): OtherBuild {
  let commit: string;
  try {
    commit = git(root, 'rev-parse', '--short', '--verify', `${name}^{commit}`);
  } catch {
    throw new NothingToCompareWith(`git knows no commit ${name}`);
  }
  const place = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  const remove = (): void => rmSync(place, { recursive: true, force: true });
  const tree = join(place, 'tree');
  mkdirSync(tree);
  try {
    const archive = join(place, 'tree.tar');
    git(root, 'archive', '--format=tar', '-o', archive, commit);
    execFileSync('tar', ['-xf', archive, '-C', tree]);
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');
    buildHere(tree);
  } catch (error) {
    remove();
    throw new NothingToCompareWith(
      `${commit} cannot be built: ${String((error as { stdout?: unknown }).stdout || error)}`,
    );
  }
  return { commit, folder: join(tree, 'dist'), remove };
}

/** Builds a checkout as a release of it is built. */
export function buildHere(tree: string): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: tree, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
