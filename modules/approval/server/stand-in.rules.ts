/** Who is away now and who signs for him. One period of a person at a time, so one next in the chain. */
export type Absence = { readonly from: string; readonly to: string };

/** A person whose seats somebody may sign, and the others on the way from him. */
export type Represented = { readonly personId: string; readonly via: readonly string[] };

const chainFrom = (next: ReadonlyMap<string, string>, from: string): string[] => {
  const chain: string[] = [];
  const seen = new Set([from]);
  for (let at = next.get(from); at !== undefined && !seen.has(at); at = next.get(at)) {
    chain.push(at);
    seen.add(at);
  }
  return chain;
};

/** Everybody for whom this person signs now: directly, or because a stand-in is away himself. A circle ends where it began. */
export const representedBy = (absences: readonly Absence[], personId: string): Represented[] => {
  const next = new Map(absences.map((each) => [each.from, each.to]));
  return absences.flatMap(({ from }) => {
    const chain = chainFrom(next, from);
    const at = chain.indexOf(personId);
    return at < 0 || from === personId ? [] : [{ personId: from, via: chain.slice(0, at) }];
  });
};

/** Whose seats he may take on a request: a chain that leads through the requester would let him choose his judge. */
export const seatsOpenTo = (represented: readonly Represented[], requesterId: string): string[] =>
  represented
    .filter((each) => each.personId !== requesterId && !each.via.includes(requesterId))
    .map((each) => each.personId);

/** Who signs for somebody at the end of his chain; null when he is there himself, or the chain leads to the requester. */
export const standInOf = (absences: readonly Absence[], personId: string, requesterId: string): string | null => {
  const chain = chainFrom(new Map(absences.map((each) => [each.from, each.to])), personId);
  if (chain.includes(requesterId)) return null;
  return chain.at(-1) ?? null;
};
