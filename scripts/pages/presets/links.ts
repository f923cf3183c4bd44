/** Sources as links: repositories at a commit, and threads. */

const REPOSITORY = /\b([A-Za-z][\w-]*\/[A-Za-z][\w.-]*)(?: [\w.]+)? @ ([0-9a-f]{7})/g;
const THREAD = /\b((?:[a-z]+\.)+[a-z]+\/t\/\d+)/g;

export function withLinks(text: string): string {
  return text
    .replace(REPOSITORY, (whole, repository: string, commit: string) => {
      return `[${whole}](https://github.com/${repository.replaceAll('\\', '')}/tree/${commit})`;
    })
    .replace(THREAD, (whole) => `[${whole}](https://${whole})`);
}
