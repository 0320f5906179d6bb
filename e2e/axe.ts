import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const wcag21aa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

type Scope = { readonly contrastOnly?: boolean; readonly within?: string };

/** What axe holds against the page as it stands, under WCAG 2.1 A and AA: a line for each element. */
export const axeFaults = async (page: Page, { contrastOnly = false, within }: Scope = {}): Promise<string[]> => {
  // One frame only, so axe needs no page of its own to put results together.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (within !== undefined) axe.include(within);
  if (contrastOnly) axe.withRules(['color-contrast']);
  else axe.withTags(wcag21aa);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary?.split('\n').at(1)?.trim() ?? ''}`),
  );
};
