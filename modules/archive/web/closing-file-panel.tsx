import type { ReactElement } from 'react';
import { addressOf } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Icon } from '#platform/web/parts/index.ts';
import { readClosingFile } from '../contract.ts';

/** The whole case in one file, for whoever has to answer for it. */
const ClosingFilePanel = ({ number }: TicketPanelProps): ReactElement => {
  const t = useText('archive');
  return (
    <section>
      <h3>{t('panel.title')}</h3>
      <a className="btn s" href={addressOf(readClosingFile, { params: { number } })} download>
        <Icon name="dl" size="s" />
        {t('panel.download')}
      </a>
    </section>
  );
};

export default ClosingFilePanel;
