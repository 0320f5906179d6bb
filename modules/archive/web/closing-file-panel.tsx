import type { ReactElement } from 'react';
import { addressOf } from '#platform/web/api.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Icon } from '#platform/web/parts/index.ts';
import { readCasePdf, readCaseZip, readClosingFile } from '../contract.ts';

/** The whole case in one file, for whoever has to answer for it. */
const ClosingFilePanel = ({ number }: TicketPanelProps): ReactElement => {
  const t = useText('archive');
  const locale = useLanguage();
  const of = { params: { number }, query: { locale } };
  return (
    <section>
      <h3>{t('panel.title')}</h3>
      <p className="t3 f12">{t('panel.note')}</p>
      <div className="row" style={{ flexWrap: 'wrap', gap: 6 }}>
        <a className="btn s" href={addressOf(readCasePdf, of)} target="_blank" rel="noreferrer">
          <Icon name="file" size="s" />
          {t('panel.pdf')}
        </a>
        <a className="btn s" href={addressOf(readCaseZip, of)} download>
          <Icon name="dl" size="s" />
          {t('panel.zip')}
        </a>
        <a className="btn s" href={addressOf(readClosingFile, { params: { number } })} download>
          {t('panel.download')}
        </a>
      </div>
    </section>
  );
};

export default ClosingFilePanel;
