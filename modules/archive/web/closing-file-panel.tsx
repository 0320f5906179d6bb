import { type ReactElement, useMemo } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { addressOf } from '#platform/web/api.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Icon } from '#platform/web/parts/index.ts';
import { readCasePdf, readCaseZip, readClosingFile } from '../contract.ts';

/** From the palette too, where the hands are. */
const useFileActions = (pdf: string, zip: string): void => {
  const t = useText('archive');
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'archive.pdf',
        title: `${t('panel.title')} ${t('panel.pdf')}`,
        icon: 'file',
        section: 'current',
        priority: 3,
        run: () => void window.open(pdf, '_blank', 'noreferrer'),
      },
      {
        id: 'archive.zip',
        title: `${t('panel.title')} ${t('panel.zip')}`,
        icon: 'dl',
        section: 'current',
        priority: 2,
        run: () => window.location.assign(zip),
      },
    ],
    [t, pdf, zip],
  );
  useActions(actions);
};

/** The whole case in one file, for whoever has to answer for it. */
const ClosingFilePanel = ({ number }: TicketPanelProps): ReactElement => {
  const t = useText('archive');
  const locale = useLanguage();
  const of = { params: { number }, query: { locale } };
  useFileActions(addressOf(readCasePdf, of), addressOf(readCaseZip, of));
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
