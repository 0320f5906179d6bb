import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import type { ThreadEntry } from '../../contract.ts';
import { linkedMessage } from './linked-message.ts';

/** So many pages are fetched for a message that lies far back; a made-up link must not fetch a thread for ever. */
const mostPages = 100;

type Pages = {
  readonly data: { readonly pages: readonly unknown[] } | undefined;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
};

/** `#m-<id>` in the address: pages are fetched until the message is there, then it is scrolled to and marked. */
export const usePermalink = (
  box: RefObject<HTMLElement | null>,
  entries: readonly ThreadEntry[] | undefined,
  pages: Pages,
  /** Called before it scrolls: the thread no longer keeps to its end, and shows everything. */
  onFound: () => void,
): void => {
  const wanted = linkedMessage(useLocation().hash);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (wanted === null) shown.current = null;
    if (wanted === null || shown.current === wanted || !entries) return;
    if (!entries.some((entry) => entry.type === 'message' && entry.id === wanted)) {
      if (pages.hasNextPage && !pages.isFetchingNextPage && (pages.data?.pages.length ?? 0) < mostPages)
        pages.fetchNextPage();
      return;
    }
    onFound();
    const element = box.current?.querySelector(`[id="m-${wanted}"]`);
    // Behind a filter that is taken away now; it is there after the next render.
    if (!(element instanceof HTMLElement)) return;
    shown.current = wanted;
    box.current?.querySelectorAll('[data-marked]').forEach((each) => each.removeAttribute('data-marked'));
    element.setAttribute('data-marked', '');
    element.scrollIntoView({ block: 'center' });
    // Once more when the page that came with it has its heights.
    requestAnimationFrame(() => element.scrollIntoView({ block: 'center' }));
  });
};
