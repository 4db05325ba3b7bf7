const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/pando-cli/, 'Command line'],
];

const systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

const named = (all: [RegExp, string][], agent: string) => all.find(([pattern]) => pattern.test(agent))?.[1];

/** What a browser is called, from what it says of itself: which tells much that no longer means anything. */
export function browserOf(agent: string): string {
  if (agent === '') return 'Unknown browser';
  const browser = named(browsers, agent) ?? agent.slice(0, 40);
  const system = named(systems, agent);
  return system === undefined ? browser : `${browser} on ${system}`;
}
