import { useLocalName } from '#modules/ticket/web/index.ts';
import { hasText, useText } from '#platform/web/i18n.ts';

type Named = { readonly name: string; readonly nameEn: string };

/** Clocks of a profile bring their names; the two of a simple promise have theirs in the texts. */
export const useClockName = (): ((clock: Named & { readonly clock: string }) => string) => {
  const t = useText('sla');
  const localName = useLocalName();
  return (clock) =>
    localName(clock) || (hasText('sla', `clock.${clock.clock}`) ? t(`clock.${clock.clock}`) : clock.clock);
};
