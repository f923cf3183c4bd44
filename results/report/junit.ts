import type { Check } from './check.ts';

/**
 * Checks as JUnit XML, which every CI service reads: a test suite for each group, a failure for what failed; what is undecided is
 * skipped, with its reason.
 */
export function junitXml(title: string, checks: readonly Check[]): string {
  const groups = new Map<string, Check[]>();
  for (const check of checks) groups.set(check.group, [...(groups.get(check.group) ?? []), check]);
  const suites = [...groups].map(([group, members]) => {
    const cases = members.map((check) => testCase(group, check));
    return `  <testsuite ${attributes({ name: group, ...countsOf(members) })}>\n${cases.join('\n')}\n  </testsuite>`;
  });
  const root = attributes({ name: title, ...countsOf(checks) });
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites ${root}>`, ...suites, '</testsuites>', ''].join('\n');
}

function testCase(group: string, { name, outcome, detail }: Check): string {
  const head = `    <testcase ${attributes({ name, classname: group })}`;
  if (outcome === 'pass') return `${head}><system-out>${escaped(detail)}</system-out></testcase>`;
  const tag = outcome === 'fail' ? 'failure' : 'skipped';
  return `${head}><${tag} ${attributes({ message: detail })}/></testcase>`;
}

function countsOf(checks: readonly Check[]): Record<string, string> {
  const count = (outcome: Check['outcome']) => String(checks.filter((check) => check.outcome === outcome).length);
  return { tests: String(checks.length), failures: count('fail'), skipped: count('undecided') };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(' ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that XML cannot hold at all are left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
